#include "fake_archive/gzip.hpp"

#include "base/ensure.hpp"

#include <zlib.h>

#include <array>
#include <memory>

namespace tapedeck::fake_archive {

namespace {

struct CloseGz {
  void operator()(gzFile file) const { gzclose(file); }
};

}  // namespace

std::string gzip(std::string_view bytes) {
  constexpr int gzip_window = 15 + 16;  // zlib's way of saying gzip
  constexpr int usual_memory = 8;
  z_stream stream{};
  ensure(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, gzip_window, usual_memory,
                      Z_DEFAULT_STRATEGY) == Z_OK,
         "zlib starts");
  std::string out(deflateBound(&stream, bytes.size()), '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  ensure(deflate(&stream, Z_FINISH) == Z_STREAM_END, "zlib's bound holds the whole");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

Result<std::string> read_file(const std::filesystem::path& path) {
  if (!std::filesystem::is_regular_file(path))
    return fail(Errc::not_found, "There is no file " + path.string() + ".");
  const std::unique_ptr<gzFile_s, CloseGz> file(gzopen(path.c_str(), "rb"));
  if (!file) return fail(Errc::storage, "The file " + path.string() + " cannot be opened.");
  std::string text;
  std::array<char, 64 * 1024> piece{};
  for (;;) {
    const int got = gzread(file.get(), piece.data(), static_cast<unsigned>(piece.size()));
    if (got < 0) return fail(Errc::storage, "The file " + path.string() + " cannot be read.");
    if (got == 0) return text;
    text.append(piece.data(), static_cast<std::size_t>(got));
  }
}

}  // namespace tapedeck::fake_archive
