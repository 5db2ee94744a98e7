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

/// Packs `bytes` and ends as `flush` says, in the framing that `window` asks zlib for.
std::string deflated(std::string_view bytes, int window, int flush) {
  constexpr int usual_memory = 8;
  constexpr std::size_t room_to_flush = 64;
  z_stream stream{};
  ensure(deflateInit2(&stream, Z_DEFAULT_COMPRESSION, Z_DEFLATED, window, usual_memory,
                      Z_DEFAULT_STRATEGY) == Z_OK,
         "zlib starts");
  std::string out(deflateBound(&stream, bytes.size()) + room_to_flush, '\0');
  stream.next_in = reinterpret_cast<Bytef*>(const_cast<char*>(bytes.data()));
  stream.avail_in = static_cast<uInt>(bytes.size());
  stream.next_out = reinterpret_cast<Bytef*>(out.data());
  stream.avail_out = static_cast<uInt>(out.size());
  const int done = deflate(&stream, flush);
  ensure(done == (flush == Z_FINISH ? Z_STREAM_END : Z_OK), "zlib's bound holds the whole");
  out.resize(stream.total_out);
  deflateEnd(&stream);
  return out;
}

/// Four bytes, the lowest first.
std::string little_endian_word(std::uint64_t value) {
  std::string bytes;
  for (unsigned shift = 0; shift < 32; shift += 8)
    bytes += static_cast<char>(value >> shift & 0xff);
  return bytes;
}

}  // namespace

std::string gzip(std::string_view bytes) {
  constexpr int gzip_window = 15 + 16;  // zlib's way of saying gzip
  return deflated(bytes, gzip_window, Z_FINISH);
}

std::string gzip_of_spaces(std::uint64_t mebibytes) {
  constexpr int bare_window = -15;  // zlib's way of saying deflate without a frame
  constexpr std::size_t mebibyte = std::size_t{1} << 20;
  const std::string spaces(mebibyte, ' ');
  // A full flush forgets what came before, so the same block may follow itself.
  const auto block = deflated(spaces, bare_window, Z_FULL_FLUSH);
  const auto block_crc = ::crc32_z(0, reinterpret_cast<const Bytef*>(spaces.data()), mebibyte);
  std::string out("\x1f\x8b\x08\0\0\0\0\0\0\xff", 10);
  auto crc = ::crc32_z(0, nullptr, 0);
  for (std::uint64_t i = 0; i < mebibytes; ++i) {
    out += block;
    crc = ::crc32_combine(crc, block_crc, static_cast<z_off_t>(mebibyte));
  }
  out += std::string("\x03\0", 2);  // an empty last block (RFC 1951 section 3.2.6)
  return out + little_endian_word(crc) + little_endian_word(mebibytes << 20);
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
