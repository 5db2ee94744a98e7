#include "archive_item.hpp"

#include <algorithm>
#include <string_view>
#include <utility>

namespace tapedeck::bench {

std::string metadata_of(const std::string& item, const std::vector<ArchiveFile>& files) {
  std::string list;
  for (const auto& file : files) {
    list += list.empty() ? "" : ",";
    list += R"({"name":")" + file.name + R"(","source":"original","format":"Text","size":")" +
            std::to_string(file.bytes) + R"(","sha1":")" + file.sha1 + R"("})";
  }
  return R"({"dir":"/0/items/)" + item + R"(","files":[)" + list +
         R"(],"metadata":{"identifier":")" + item +
         R"(","mediatype":"etree","collection":["NightFerry","etree"],"title":"Night Ferry"}})";
}

std::string numbered_name(int number) {
  const auto digits = std::to_string(number);
  return "file" + std::string(4 - std::min<std::size_t>(4, digits.size()), '0') + digits + ".txt";
}

std::vector<ArchiveFile> promised_files(const std::string& item, int count, std::uint64_t bytes) {
  constexpr std::string_view digits = "0123456789abcdef";
  std::vector<ArchiveFile> files;
  for (int i = 0; i < count; ++i) {
    const auto name = numbered_name(i);
    std::string sum;
    for (const char byte : item + name)
      sum += digits[static_cast<unsigned char>(byte) % digits.size()];
    for (const char byte : name + item)
      sum += digits[static_cast<unsigned char>(byte) / digits.size()];
    sum.resize(40, '0');
    files.push_back({name, bytes, std::move(sum)});
  }
  return files;
}

}  // namespace tapedeck::bench
