# docs/libraries.md, printed from what the build knows: `./dev docs` copies it, `./dev test` compares.

# tapedeck_outside(<package> FOR <one sentence> TARGETS <outside target>...)
#
# A Debian package we stand on, why, and the targets under which libraries of ours link it.
function(tapedeck_outside package)
  cmake_parse_arguments(PARSE_ARGV 1 arg "" "FOR" "TARGETS")
  set_property(GLOBAL APPEND PROPERTY TAPEDECK_OUTSIDE "${package}")
  set_property(GLOBAL PROPERTY TAPEDECK_OUTSIDE_FOR_${package} "${arg_FOR}")
  foreach(target IN LISTS arg_TARGETS)
    set_property(GLOBAL APPEND PROPERTY TAPEDECK_OUTSIDE_OF_${target} "${package}")
  endforeach()
endfunction()

# The packages behind what a library links.
function(_tapedeck_packages library result)
  get_target_property(targets tapedeck_${library} LINK_LIBRARIES)
  list(FILTER targets EXCLUDE REGEX "^tapedeck::")
  set(packages "")
  foreach(target IN LISTS targets)
    if(IS_ABSOLUTE "${target}")
      cmake_path(GET target STEM target)
    endif()
    get_property(behind GLOBAL PROPERTY TAPEDECK_OUTSIDE_OF_${target})
    if(NOT behind)
      message(FATAL_ERROR
        "${library} links ${target}; say in cmake/Outside.cmake which package that is and what for")
    endif()
    list(APPEND packages ${behind})
  endforeach()
  list(REMOVE_DUPLICATES packages)
  set_property(GLOBAL APPEND PROPERTY TAPEDECK_OUTSIDE_USED ${packages})
  set(${result} "${packages}" PARENT_SCOPE)
endfunction()

# "`a`, `b`", or nothing.
function(_tapedeck_words list result)
  list(TRANSFORM list PREPEND "`")
  list(TRANSFORM list APPEND "`")
  list(JOIN list ", " words)
  set(${result} "${words}" PARENT_SCOPE)
endfunction()

# Writes build/<preset>/libraries.md.
function(tapedeck_print_libraries)
  set(page "# Libraries\n\nPrinted by the build from `tapedeck_library()` in each folder's \
CMakeLists.txt; `./dev docs` prints it again.\n\nA library links only those of a lower rank, and \
includes only headers of what it links; a breach stops the build (`cmake/Ranks.cmake`).\n\n\
| Rank | Library | Is | Links | From outside |\n| --- | --- | --- | --- | --- |\n")
  get_property(libraries GLOBAL PROPERTY TAPEDECK_LIBRARIES)
  foreach(rank RANGE 9)
    foreach(library IN LISTS libraries)
      get_target_property(library_rank tapedeck_${library} TAPEDECK_RANK)
      if(library_rank EQUAL rank)
        _tapedeck_row(${library} row)
        string(APPEND page "${row}")
      endif()
    endforeach()
  endforeach()
  string(APPEND page "\n## From outside\n\nDebian 12 packages only; each stays behind the libraries \
named above, which show none of it in their public headers where that can be helped.\n\n\
| Package | For |\n| --- | --- |\n")
  get_property(packages GLOBAL PROPERTY TAPEDECK_OUTSIDE)
  get_property(used GLOBAL PROPERTY TAPEDECK_OUTSIDE_USED)
  foreach(package IN LISTS packages)
    if(package IN_LIST used)
      get_property(why GLOBAL PROPERTY TAPEDECK_OUTSIDE_FOR_${package})
      string(APPEND page "| `${package}` | ${why} |\n")
    endif()
  endforeach()
  file(WRITE "${CMAKE_BINARY_DIR}/libraries.md" "${page}")
endfunction()

function(_tapedeck_row library result)
  get_target_property(rank tapedeck_${library} TAPEDECK_RANK)
  get_target_property(purpose tapedeck_${library} TAPEDECK_PURPOSE)
  get_target_property(links tapedeck_${library} TAPEDECK_LINKS)
  _tapedeck_packages(${library} packages)
  _tapedeck_words("${packages}" packages)
  _tapedeck_words("${links}" links)
  set(${result} "| ${rank} | `${library}` | ${purpose} | ${links} | ${packages} |\n" PARENT_SCOPE)
endfunction()
