# How everything is compiled. One place, so that no target has flags of its own.

set(CMAKE_CXX_STANDARD 23)
set(CMAKE_CXX_STANDARD_REQUIRED ON)
set(CMAKE_CXX_EXTENSIONS OFF)
set(CMAKE_EXPORT_COMPILE_COMMANDS ON)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)
if(NOT CMAKE_BUILD_TYPE)
  set(CMAKE_BUILD_TYPE Release)
endif()

find_program(TAPEDECK_CCACHE ccache)
if(TAPEDECK_CCACHE)
  set(CMAKE_CXX_COMPILER_LAUNCHER "${TAPEDECK_CCACHE}")
endif()

add_compile_options(-Wall -Wextra -Wpedantic -Wshadow -Wconversion -Wnon-virtual-dtor
                    -Wold-style-cast -Werror)
# Beast and Asio are compiled once, in libs/async/asio.cpp and libs/http/beast.cpp.
add_compile_definitions(BOOST_ASIO_SEPARATE_COMPILATION BOOST_BEAST_SEPARATE_COMPILATION
                        BOOST_ASIO_NO_DEPRECATED BOOST_BEAST_USE_STD_STRING_VIEW)
add_link_options(-fuse-ld=mold)

if(CMAKE_CXX_COMPILER_ID STREQUAL "GNU")
  # GCC's thread sanitizer does not know fences; Asio has them. We run it under clang only.
  add_compile_options(-Wno-tsan)
  # GCC inlines Asio's allocation of a coroutine's frame and not its deallocation, or the other way
  # round, and then takes the pair for a mismatch (GCC bug 109224).
  add_compile_options(-Wno-mismatched-new-delete)
  # GCC takes the room of an empty optional for a value that is read (GCC bug 80635), and a sanitizer
  # hides from it that one is set. Clang reads the same code for what is used before it is set.
  add_compile_options(-Wno-maybe-uninitialized)
  if(CMAKE_UNITY_BUILD)
    # In a unity build every source file is an included one, and GCC then takes each lambda and each
    # unnamed namespace in a coroutine's frame for one that a header leaks.
    add_compile_options(-Wno-subobject-linkage)
  endif()
endif()

if(TAPEDECK_SANITIZE STREQUAL "address")
  add_compile_options(-fsanitize=address,undefined -fno-sanitize-recover=all
                      -fno-omit-frame-pointer)
  add_link_options(-fsanitize=address,undefined)
elseif(TAPEDECK_SANITIZE STREQUAL "thread")
  add_compile_options(-fsanitize=thread -fno-omit-frame-pointer)
  add_link_options(-fsanitize=thread)
elseif(NOT TAPEDECK_SANITIZE STREQUAL "")
  message(FATAL_ERROR "TAPEDECK_SANITIZE is empty, address or thread, not ${TAPEDECK_SANITIZE}")
endif()

if(TAPEDECK_FUZZ)
  add_compile_options(-fsanitize=fuzzer-no-link)
endif()
if(TAPEDECK_COVERAGE)
  add_compile_options(-fprofile-instr-generate -fcoverage-mapping)
  add_link_options(-fprofile-instr-generate -fcoverage-mapping)
endif()

add_compile_definitions(_GLIBCXX_ASSERTIONS)
if(CMAKE_BUILD_TYPE STREQUAL "Release" AND TAPEDECK_SANITIZE STREQUAL "")
  include(CheckCXXCompilerFlag)
  add_compile_options(-fstack-protector-strong -fstack-clash-protection)
  add_compile_definitions(_FORTIFY_SOURCE=2)
  check_cxx_compiler_flag(-fcf-protection TAPEDECK_HAS_CF_PROTECTION)  # x86-64
  if(TAPEDECK_HAS_CF_PROTECTION)
    add_compile_options(-fcf-protection)
  endif()
  check_cxx_compiler_flag(-mbranch-protection=standard TAPEDECK_HAS_BRANCH_PROTECTION)  # arm64
  if(TAPEDECK_HAS_BRANCH_PROTECTION)
    add_compile_options(-mbranch-protection=standard)
  endif()
  add_link_options(-pie -Wl,-z,relro,-z,now)
endif()
