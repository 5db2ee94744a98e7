#include "support/gunzip.hpp"

#include <doctest/doctest.h>
#include <zlib.h>

#include <array>
#include <memory>

namespace tapedeck::test {

std::string gunzipped(const std::filesystem::path& path) {
  const auto close = [](gzFile file) { gzclose(file); };
  const std::unique_ptr<gzFile_s, decltype(close)> file(gzopen(path.c_str(), "rb"), close);
  REQUIRE_MESSAGE(file, path.string(), " must be readable");
  std::string text;
  std::array<char, 65'536> some{};
  for (int bytes = 0; (bytes = gzread(file.get(), some.data(), some.size())) != 0;) {
    REQUIRE(bytes > 0);
    text.append(some.data(), static_cast<std::size_t>(bytes));
  }
  return text;
}

}  // namespace tapedeck::test
