# tapedeck_migrations(<target> <folder> [SERVICE <name>])
#
# Embeds the migrations of a service, the files NNNN_name.sql of <folder>, into <target>, which then
# has them as tapedeck::<name>::migrations() from the header "<name>/migrations.hpp". <name> is the
# target's own without `tapedeck_` unless it is given. They are numbered from 0001 without gaps;
# anything else stops the configure step.
function(tapedeck_migrations target folder)
  cmake_parse_arguments(PARSE_ARGV 2 arg "" "SERVICE" "")
  if(NOT arg_SERVICE)
    string(REGEX REPLACE "^tapedeck_" "" arg_SERVICE "${target}")
  endif()
  cmake_path(ABSOLUTE_PATH folder)
  file(GLOB files CONFIGURE_DEPENDS "${folder}/*")
  list(SORT files)

  set(version 0)
  set(rows "")
  foreach(file IN LISTS files)
    set_property(DIRECTORY APPEND PROPERTY CMAKE_CONFIGURE_DEPENDS "${file}")
    cmake_path(GET file FILENAME base)
    if(NOT base MATCHES "^([0-9][0-9][0-9][0-9])_([a-z0-9_]+)\\.sql$")
      message(FATAL_ERROR "${file}: a migration is named as in 0001_cache_entries.sql")
    endif()
    set(number "${CMAKE_MATCH_1}")
    set(name "${CMAKE_MATCH_2}")
    math(EXPR version "${version} + 1")
    string(REGEX REPLACE "^0+" "" number "${number}")
    if(NOT number EQUAL version)
      message(FATAL_ERROR "${file}: this migration must have number ${version}")
    endif()
    file(READ "${file}" text)
    file(SHA256 "${file}" checksum)
    string(FIND "${text}" ")sql\"" ending)
    if(NOT ending EQUAL -1)
      message(FATAL_ERROR "${file}: a migration must not hold )sql followed by a quotation mark")
    endif()
    string(APPEND rows "    {.version = ${version},\n     .name = \"${name}\",\n"
      "     .text = R\"sql(${text})sql\",\n     .checksum = \"${checksum}\"},\n")
  endforeach()
  if(version EQUAL 0)
    message(FATAL_ERROR "${folder} holds no migration")
  endif()

  set(generated "${CMAKE_CURRENT_BINARY_DIR}/generated")
  _tapedeck_write("${generated}/${arg_SERVICE}/migrations.hpp" "#pragma once

#include \"database/migration.hpp\"

namespace tapedeck::${arg_SERVICE} {

/// The migrations of this service, first to last.
[[nodiscard]] database::Migrations migrations();

}  // namespace tapedeck::${arg_SERVICE}
")
  _tapedeck_write("${generated}/${arg_SERVICE}/migrations.cpp"
    "#include \"${arg_SERVICE}/migrations.hpp\"

#include <array>

namespace tapedeck::${arg_SERVICE} {

database::Migrations migrations() {
  static constexpr auto steps = std::to_array<database::Migration>({
${rows}  });
  return {.service = \"${arg_SERVICE}\", .steps = steps};
}

}  // namespace tapedeck::${arg_SERVICE}
")
  target_sources(${target} PRIVATE "${generated}/${arg_SERVICE}/migrations.cpp")
  target_include_directories(${target} PUBLIC "${generated}")
endfunction()

# Writes a file only when that changes it, so that nothing is compiled again for nothing.
function(_tapedeck_write path text)
  if(EXISTS "${path}")
    file(READ "${path}" old)
    if(old STREQUAL text)
      return()
    endif()
  endif()
  file(WRITE "${path}" "${text}")
endfunction()
