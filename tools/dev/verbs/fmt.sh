# Format every C++ file, or the files named.
needs format
if (($#)); then clang-format-19 -i "$@"; else cpp_files | xargs -0 clang-format-19 -i; fi
