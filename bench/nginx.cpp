#include "nginx.hpp"

#include <unistd.h>

#include <algorithm>
#include <filesystem>
#include <fstream>

namespace tapedeck::bench {
namespace {

namespace fs = std::filesystem;

std::vector<std::string> back_of(const Folder& folder, std::uint16_t port,
                                 const std::string& target, std::size_t bytes) {
  const fs::path file = folder.path / ("www" + target);
  fs::create_directories(file.parent_path());
  write_file(file, bytes);
  return nginx(folder, "nginx-back", listening(port, "root " + (folder / "www") + ";"));
}

std::vector<std::string> front_of(const Folder& folder, std::uint16_t port,
                                  std::uint16_t back_port) {
  const auto upstream = "upstream back { server 127.0.0.1:" + std::to_string(back_port) +
                        "; keepalive 64; keepalive_requests 100000000; }\n";
  const auto server = listening(port,
                                "location / { proxy_pass http://back; proxy_http_version 1.1; "
                                "proxy_set_header Connection \"\"; }");
  return nginx(folder, "nginx-front", upstream + server);
}

}  // namespace

void write_file(const std::string& path, std::size_t bytes) {
  std::ofstream file(path, std::ios::binary);
  std::string block;
  for (std::uint32_t i = 0; block.size() < 1'000'000; ++i)
    block += static_cast<char>(i * 2654435761U >> 24U);
  for (std::size_t written = 0; written < bytes; written += block.size())
    file.write(block.data(), static_cast<std::streamsize>(std::min(block.size(), bytes - written)));
}

std::vector<std::string> nginx(const Folder& folder, const std::string& name,
                               std::string_view servers) {
  const std::string base = folder / name;
  std::ofstream config(base + ".conf");
  // Root's nginx would serve as another user, who cannot read our folder.
  if (::geteuid() == 0) config << "user root;\n";
  config << "worker_processes 2; daemon off; pid " << base << ".pid; error_log " << base
         << ".err;\nevents { worker_connections 4096; }\nhttp { access_log " << base
         << ".access; sendfile on; tcp_nopush on; keepalive_requests 100000000;\n"
            "default_type application/json;\n";
  for (const auto* kind : {"client_body", "proxy", "fastcgi", "uwsgi", "scgi"})
    config << kind << "_temp_path " << base << "." << kind << ";\n";
  config << servers << "}\n";
  return {"/usr/sbin/nginx", "-c", base + ".conf", "-e", base + ".err"};
}

std::string listening(std::uint16_t port, const std::string& inside) {
  return "server { listen 127.0.0.1:" + std::to_string(port) + " backlog=4096; " + inside + " }\n";
}

NginxHops::NginxHops(const Folder& folder, const std::string& target, std::size_t bytes)
    : back_port_(free_port()),
      front_port_(free_port()),
      back_(back_of(folder, back_port_, target, bytes), folder / "nginx-back.log"),
      front_(front_of(folder, front_port_, back_port_), folder / "nginx-front.log") {
  front_.port = front_port_;
  front_.helpers.push_back(&back_.child);
  wait_for_port(back_port_);
  wait_for_port(front_port_);
}

}  // namespace tapedeck::bench
