# Libraries, their ranks, and the two checks that keep the arrows of ARCHITECTURE.md pointing down.

define_property(TARGET PROPERTY TAPEDECK_RANK BRIEF_DOCS "Place in the order of libraries")
define_property(TARGET PROPERTY TAPEDECK_FOLDER BRIEF_DOCS "Include prefix of the library")
define_property(TARGET PROPERTY TAPEDECK_LINKS BRIEF_DOCS "Libraries of ours it links itself")
define_property(TARGET PROPERTY TAPEDECK_PURPOSE BRIEF_DOCS "What it is for, in one sentence")
define_property(GLOBAL PROPERTY TAPEDECK_LIBRARIES BRIEF_DOCS "Every library of ours")

# tapedeck_library(<name> RANK <n> PURPOSE <sentence> SOURCES <file>...
#                  [LINKS <tapedeck library>...] [USES <outside target>...])
#
# Makes tapedeck::<name> from the folder it is called in. A library links only libraries of a lower
# rank, and includes only headers of those it links; a breach stops the configure step.
function(tapedeck_library name)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "RANK;PURPOSE" "SOURCES;LINKS;USES")
  if(arg_UNPARSED_ARGUMENTS)
    message(FATAL_ERROR "${name}: unknown words ${arg_UNPARSED_ARGUMENTS}")
  endif()
  if(NOT arg_PURPOSE)
    message(FATAL_ERROR "${name}: say in one sentence what it is for (PURPOSE)")
  endif()
  add_library(tapedeck_${name} STATIC ${arg_SOURCES})
  # Handlers change more often than anything else: each table of routes is compiled by itself.
  set(routes ${arg_SOURCES})
  list(FILTER routes INCLUDE REGEX "routes\\.cpp$")
  set_source_files_properties(${routes} PROPERTIES SKIP_UNITY_BUILD_INCLUSION ON)
  add_library(tapedeck::${name} ALIAS tapedeck_${name})

  cmake_path(RELATIVE_PATH CMAKE_CURRENT_SOURCE_DIR BASE_DIRECTORY "${CMAKE_SOURCE_DIR}"
             OUTPUT_VARIABLE folder)
  string(REGEX REPLACE "^(libs|services)/" "" folder "${folder}")
  set_target_properties(tapedeck_${name} PROPERTIES
    TAPEDECK_RANK "${arg_RANK}" TAPEDECK_FOLDER "${folder}"
    TAPEDECK_LINKS "${arg_LINKS}" TAPEDECK_PURPOSE "${arg_PURPOSE}")
  set_property(GLOBAL APPEND PROPERTY TAPEDECK_LIBRARIES ${name})

  target_include_directories(tapedeck_${name} PUBLIC
    "${CMAKE_SOURCE_DIR}/libs" "${CMAKE_SOURCE_DIR}/services")
  foreach(other IN LISTS arg_LINKS)
    if(NOT TARGET tapedeck_${other})
      message(FATAL_ERROR "${name} links ${other}, which does not exist or is declared after it")
    endif()
    get_target_property(other_rank tapedeck_${other} TAPEDECK_RANK)
    if(NOT other_rank LESS arg_RANK)
      message(FATAL_ERROR
        "${name} (rank ${arg_RANK}) must not depend on ${other} (rank ${other_rank})")
    endif()
    target_link_libraries(tapedeck_${name} PUBLIC tapedeck::${other})
  endforeach()
  target_link_libraries(tapedeck_${name} PUBLIC ${arg_USES})
endfunction()

# The libraries <name> may include from: itself, what it links, and what those link.
function(_tapedeck_reachable name result)
  set(seen "")
  set(todo ${name})
  while(todo)
    list(POP_FRONT todo next)
    if(next IN_LIST seen)
      continue()
    endif()
    list(APPEND seen ${next})
    get_target_property(links tapedeck_${next} TAPEDECK_LINKS)
    if(links)
      list(APPEND todo ${links})
    endif()
  endwhile()
  set(${result} "${seen}" PARENT_SCOPE)
endfunction()

# Reads every #include "…" of every library and stops when one points to a library that the file's
# own library does not link. This is what makes the link rule true of the code and not only of CMake.
function(tapedeck_check_includes)
  get_property(libraries GLOBAL PROPERTY TAPEDECK_LIBRARIES)
  foreach(library IN LISTS libraries)
    get_target_property(folder tapedeck_${library} TAPEDECK_FOLDER)
    string(MAKE_C_IDENTIFIER "${folder}" key)
    set(owner_${key} ${library})
  endforeach()
  foreach(library IN LISTS libraries)
    _tapedeck_reachable(${library} reachable)
    get_target_property(dir tapedeck_${library} SOURCE_DIR)
    file(GLOB_RECURSE files "${dir}/*.hpp" "${dir}/*.cpp")
    foreach(file IN LISTS files)
      cmake_path(GET file PARENT_PATH parent)
      _tapedeck_owner("${parent}" file_owner)
      if(NOT file_owner STREQUAL library)
        continue()  # the file of a library nested in this one's folder
      endif()
      file(STRINGS "${file}" lines REGEX "^#include \"")
      foreach(line IN LISTS lines)
        string(REGEX REPLACE "^#include \"([^\"]*)\".*" "\\1" header "${line}")
        cmake_path(GET header PARENT_PATH header_dir)
        _tapedeck_owner("${CMAKE_SOURCE_DIR}/libs/${header_dir}" header_owner)
        if(header_owner AND NOT header_owner IN_LIST reachable)
          message(FATAL_ERROR "${file} includes \"${header}\" of ${header_owner}, "
                              "which ${library} does not link")
        endif()
      endforeach()
    endforeach()
  endforeach()
endfunction()

# The library that owns a folder: the longest registered folder it lies in. Reads owner_* of the
# caller.
macro(_tapedeck_owner path result)
  string(REGEX REPLACE "^${CMAKE_SOURCE_DIR}/(libs|services)/" "" _owner_path "${path}")
  set(${result} "")
  while(_owner_path)
    string(MAKE_C_IDENTIFIER "${_owner_path}" _owner_key)
    if(DEFINED owner_${_owner_key})
      set(${result} ${owner_${_owner_key}})
      break()
    endif()
    if(NOT _owner_path MATCHES "/")
      break()
    endif()
    cmake_path(GET _owner_path PARENT_PATH _owner_path)
  endwhile()
endmacro()
