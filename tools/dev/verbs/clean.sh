# Remove what was built; data, downloads, node and the compiler's cache stay.
rm -rf build
