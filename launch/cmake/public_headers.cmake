# After the headers of src are installed: they include each other as "temper/config/section.h", so that
# nothing but temper/ is on a user's include path.
set(folder "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/include/temper")
file(GLOB_RECURSE headers "${folder}/*.h")
foreach(header ${headers})
  file(READ "${header}" text)
  string(REGEX REPLACE "#include \"([a-z0-9_]+/)" "#include \"temper/\\1" text "${text}")
  string(REPLACE "\"temper/temper/" "\"temper/" text "${text}")
  file(WRITE "${header}" "${text}")
endforeach()
