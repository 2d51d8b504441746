// The stock program: everything is in libtemper.

#include "app/main.h"

int main(int argc, char** argv) { return temper::main(argc, argv); }
