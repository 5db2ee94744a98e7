# Print the documents again that are made from the program's own tables.
source tools/dev/printed.sh
needs build test
needs_web
compile dev "${print_needs[@]}" || give_up "It did not build; what the compiler said stands above."
print_documents
