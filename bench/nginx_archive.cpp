#include "nginx_archive.hpp"

#include "command.hpp"
#include "nginx.hpp"

#include <filesystem>
#include <fstream>

namespace tapedeck::bench {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> both_hosts(const Folder& folder, std::uint16_t port,
                                    std::uint16_t node_port) {
  const auto root = "root " + (folder / "www") + "; ";
  const auto node = "http://127.0.0.1:" + std::to_string(node_port);
  const auto slow = "location /download/" + std::string(NginxArchive::slow) +
                    " { limit_rate 1k; limit_rate_after 64k; }";
  return nginx(
      folder, "archive",
      listening(port, root + "location /download/ { return 302 " + node + "$request_uri; }") +
          listening(node_port, root + slow));
}

}  // namespace

NginxArchive::NginxArchive(const Folder& folder)
    : folder_(folder),
      port_(free_port()),
      node_port_(free_port()),
      nginx_(both_hosts(folder, port_, node_port_), folder / "archive.log") {
  fs::create_directories(folder / "www/metadata");
  wait_for_port(port_);
  wait_for_port(node_port_);
}

std::string NginxArchive::url(const std::string& item, const std::string& name) const {
  return "http://127.0.0.1:" + std::to_string(port_) + "/download/" + item + "/" + name;
}

std::vector<ArchiveFile> NginxArchive::add(const std::string& item, int count,
                                           std::uint64_t bytes) {
  const fs::path shelf = folder_ / ("www/download/" + item);
  fs::create_directories(shelf);
  std::vector<ArchiveFile> files;
  std::vector<std::string> places;
  for (int i = 0; i < count; ++i) {
    const auto name = numbered_name(i);
    const std::string place = shelf / name;
    write_file(place, bytes);
    std::fstream(place, std::ios::in | std::ios::out | std::ios::binary) << name;
    files.push_back({name, bytes, {}});
    places.push_back(place);
  }
  const auto sums = sha1_of(places, folder_ / "openssl.log");
  for (std::size_t i = 0; i < files.size(); ++i)
    files[i].sha1 = sums[i];
  announce(item, files);
  return files;
}

void NginxArchive::announce(const std::string& item, const std::vector<ArchiveFile>& files) {
  std::ofstream(folder_ / ("www/metadata/" + item), std::ios::binary) << metadata_of(item, files);
}

}  // namespace tapedeck::bench
