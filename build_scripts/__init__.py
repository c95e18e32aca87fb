"""Scripts that set up, check and build the project; no part of the program itself."""
