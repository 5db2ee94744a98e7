#include "fake_archive/picture.hpp"

#include "base/ensure.hpp"
#include "fake_archive/dice.hpp"

#include <jpeglib.h>
#include <png.h>

#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <vector>

namespace tapedeck::fake_archive {

namespace {

/// Rows of grey or colour, 8 bits a part.
struct Pixels {
  unsigned width = 0;
  unsigned height = 0;
  unsigned parts = 1;  ///< 1 is grey, 3 is red, green and blue.
  std::vector<unsigned char> bytes;
};

std::string to_png(const Pixels& pixels) {
  png_image image{};
  image.version = PNG_IMAGE_VERSION;
  image.width = pixels.width;
  image.height = pixels.height;
  image.format = pixels.parts == 1 ? PNG_FORMAT_GRAY : PNG_FORMAT_RGB;
  std::string png(PNG_IMAGE_PNG_SIZE_MAX(image), '\0');
  png_alloc_size_t size = png.size();
  ensure(
      png_image_write_to_memory(&image, png.data(), &size, 0, pixels.bytes.data(), 0, nullptr) != 0,
      "libpng writes a picture into memory that holds the largest one");
  png.resize(size);
  return png;
}

Pixels tile(std::uint64_t seed) {
  constexpr unsigned side = 64;
  constexpr unsigned border = 4;
  const auto colour = Dice(seed).next();
  Pixels pixels{side, side, 3, {}};
  for (unsigned y = 0; y < side; ++y) {
    for (unsigned x = 0; x < side; ++x) {
      const bool edge = std::min({x, y, side - 1 - x, side - 1 - y}) < border;
      for (unsigned part = 0; part < 3; ++part) {
        const auto value = edge ? 0x30 : colour >> (8 * part) & 0xff;
        pixels.bytes.push_back(static_cast<unsigned char>(value));
      }
    }
  }
  return pixels;
}

}  // namespace

std::string waveform_png(std::span<const std::int32_t> samples) {
  constexpr unsigned width = 160;
  constexpr unsigned height = 32;
  constexpr unsigned char paper = 0xff;
  constexpr unsigned char ink = 0x40;
  Pixels pixels{width, height, 1, std::vector<unsigned char>(width * height, paper)};
  for (unsigned x = 0; x < width; ++x) {
    const auto first = samples.size() * x / width;
    const auto last = samples.size() * (x + 1) / width;
    std::int64_t peak = 0;
    for (auto i = first; i < last; ++i)
      peak = std::max(peak, std::abs(std::int64_t{samples[i]}));
    const auto reach = static_cast<unsigned>(peak * (height / 2 - 1) >> 31);
    for (unsigned y = height / 2 - reach; y <= height / 2 + reach; ++y)
      pixels.bytes.at(y * width + x) = ink;
  }
  return to_png(pixels);
}

std::string tile_png(std::uint64_t seed) { return to_png(tile(seed)); }

std::string tile_jpeg(std::uint64_t seed) {
  auto pixels = tile(seed);
  jpeg_compress_struct job{};
  jpeg_error_mgr errors{};
  job.err = jpeg_std_error(&errors);
  jpeg_create_compress(&job);
  unsigned char* made = nullptr;
  unsigned long size = 0;
  jpeg_mem_dest(&job, &made, &size);
  job.image_width = pixels.width;
  job.image_height = pixels.height;
  job.input_components = 3;
  job.in_color_space = JCS_RGB;
  jpeg_set_defaults(&job);
  jpeg_start_compress(&job, TRUE);
  for (unsigned y = 0; y < pixels.height; ++y) {
    JSAMPROW row = pixels.bytes.data() + std::size_t{y} * pixels.width * 3;
    jpeg_write_scanlines(&job, &row, 1);
  }
  jpeg_finish_compress(&job);
  std::string bytes(reinterpret_cast<const char*>(made), size);
  jpeg_destroy_compress(&job);
  std::free(made);
  return bytes;
}

}  // namespace tapedeck::fake_archive
