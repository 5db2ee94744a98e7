# What we stand on from outside: Debian packages only, each used by one library of ours
# (docs/libraries.md says which and why).

find_package(Threads REQUIRED)
find_package(Boost 1.81 REQUIRED COMPONENTS json url)
find_package(OpenSSL 3.0 REQUIRED)
find_package(CURL 7.88 REQUIRED)
find_package(PkgConfig REQUIRED)

# What docs/libraries.md says of each: the package, what it is for, and the targets that name it.
tapedeck_outside(libboost1.81-dev TARGETS Boost::headers Boost::json Boost::url
  FOR "Asio's loop and coroutines, Beast's HTTP and WebSocket, JSON, URLs, and structs described.")
tapedeck_outside(libcrypt-dev TARGETS PkgConfig::crypt
  FOR "bcrypt, as other programs write it.")
tapedeck_outside(libcurl4-openssl-dev TARGETS CURL::libcurl
  FOR "HTTP to outside hosts: redirects, proxies, HTTP/2, IPv6, limits on slow lines.")
tapedeck_outside(libebur128-dev TARGETS PkgConfig::EBUR128
  FOR "How loud a track is, as EBU R128 reckons it.")
tapedeck_outside(libflac-dev TARGETS PkgConfig::FLAC
  FOR "Decodes FLAC, to check it; in the tests, slices of it.")
tapedeck_outside(libgumbo-dev TARGETS PkgConfig::gumbo
  FOR "The uploaders' HTML, cut to plain text and to harmless tags.")
tapedeck_outside(libmpg123-dev TARGETS PkgConfig::MPG123
  FOR "Decodes MP3, to check it; in the tests, slices of it.")
tapedeck_outside(libogg-dev TARGETS PkgConfig::OGG
  FOR "The pages that Vorbis lies in, and their sums.")
tapedeck_outside(libpq-dev TARGETS soci PostgreSQL::PostgreSQL
  FOR "PostgreSQL, below SOCI.")
tapedeck_outside(libseccomp-dev TARGETS PkgConfig::SECCOMP
  FOR "Takes from the process that reads sound from outside every system call it does not need.")
tapedeck_outside(libsimdjson-dev TARGETS simdjson::simdjson
  FOR "The UTF-8 check, at the speed of memory.")
tapedeck_outside(libsoci-dev TARGETS soci
  FOR "SQL: one way to prepare, bind and fetch on both engines.")
tapedeck_outside(libsqlite3-dev TARGETS soci SQLite::SQLite3
  FOR "SQLite, below SOCI.")
tapedeck_outside(libssl-dev TARGETS OpenSSL::Crypto OpenSSL::SSL
  FOR "Digests, HMAC and random bytes.")
tapedeck_outside(libtomlplusplus-dev TARGETS PkgConfig::TOMLPLUSPLUS tomlplusplus::tomlplusplus
  FOR "The settings file.")
tapedeck_outside(libutf8proc-dev TARGETS PkgConfig::utf8proc
  FOR "One spelling for what looks the same, in names and passwords.")
tapedeck_outside(libvorbis-dev TARGETS PkgConfig::VORBIS
  FOR "Decodes Ogg Vorbis, to check it.")
tapedeck_outside(prometheus-cpp-dev TARGETS libprometheus-cpp-core prometheus-cpp::core
  FOR "The registry of metrics and the text that Prometheus reads.")
tapedeck_outside(libc6-dev TARGETS Threads::Threads dl
  FOR "Threads.")
