#include "browse/core/work.hpp"

#include <initializer_list>
#include <span>
#include <string>
#include <string_view>

namespace tapedeck::browse {
namespace {

std::size_t length_of(std::span<const std::string> texts) {
  std::size_t bytes = 0;
  for (const auto& text : texts)
    bytes += text.size();
  return bytes;
}

std::size_t length_of(std::initializer_list<std::string_view> texts) {
  std::size_t bytes = 0;
  for (const auto text : texts)
    bytes += text.size();
  return bytes;
}

}  // namespace

std::size_t work_of(const archive::SearchPage& page) {
  std::size_t text = 0;
  for (const auto& hit : page.hits) {
    text += length_of(hit.creators) + length_of(hit.collections) + length_of(hit.formats) +
            length_of({hit.title, hit.venue, hit.coverage, hit.source, hit.lineage, hit.taper,
                       hit.transferer});
  }
  return page.hits.size() + text / 1024;
}

std::size_t work_of(const archive::Item& item) {
  auto text = length_of(item.creators) + length_of(item.collections) + length_of(item.subjects) +
              length_of({item.title, item.venue, item.coverage, item.source, item.lineage,
                         item.taper, item.transferer, item.notes, item.description, item.runtime});
  for (const auto& file : item.files)
    text += length_of({file.title, file.album, file.creator, file.track, file.format});
  for (const auto& review : item.reviews)
    text += length_of({review.title, review.body, review.reviewer});
  return item.files.size() + item.reviews.size() + text / 1024;
}

}  // namespace tapedeck::browse
