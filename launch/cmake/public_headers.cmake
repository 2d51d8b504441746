# After the headers of src are installed: they include each other as "temper/config/section.h", so that
# nothing but temper/ is on a user's include path. Those that need a library's own headers stay inside:
# whoever links with Temper needs none.
set(folder "$ENV{DESTDIR}${CMAKE_INSTALL_PREFIX}/include/temper")
set(inside "#include <(hdf5\\.h|hwy/|nlohmann/)")  # and then what includes such a header
while(inside)
  file(GLOB_RECURSE headers RELATIVE "${folder}" "${folder}/*.h")
  set(removed)
  foreach(header ${headers})
    file(READ "${folder}/${header}" text)
    if(text MATCHES "${inside}")
      file(REMOVE "${folder}/${header}")
      string(REPLACE "." "\\." name "${header}")
      list(APPEND removed "${name}")
    endif()
  endforeach()
  list(JOIN removed "|" inside)
  if(removed)
    set(inside "#include \"(${inside})\"")
  endif()
endwhile()

foreach(header ${headers})
  file(READ "${folder}/${header}" text)
  string(REGEX REPLACE "#include \"([a-z0-9_]+/)" "#include \"temper/\\1" text "${text}")
  string(REPLACE "\"temper/temper/" "\"temper/" text "${text}")
  file(WRITE "${folder}/${header}" "${text}")
endforeach()
