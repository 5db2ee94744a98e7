#include "support/fetch.hpp"

#include <curl/curl.h>

#include <algorithm>
#include <cctype>
#include <memory>

namespace tapedeck::test {
namespace {

std::size_t keep_body(char* bytes, std::size_t size, std::size_t count, void* into) {
  auto& fetched = *static_cast<Fetched*>(into);
  fetched.body.append(bytes, size * count);
  const bool endless = fetched.headers["content-type"].starts_with("text/event-stream");
  return endless ? 0 : size * count;  // libcurl hangs up when less is taken than came
}

std::size_t keep_header(char* bytes, std::size_t size, std::size_t count, void* into) {
  const std::string line(bytes, size * count);
  const auto colon = line.find(':');
  if (colon == std::string::npos) return size * count;
  auto name = line.substr(0, colon);
  std::ranges::transform(name, name.begin(), [](unsigned char c) { return std::tolower(c); });
  const auto begin = std::min(line.find_first_not_of(' ', colon + 1), line.size());
  static_cast<Fetched*>(into)->headers[name] =
      line.substr(begin, line.find_last_not_of("\r\n") + 1 - begin);
  return size * count;
}

}  // namespace

Fetched fetch(const std::string& url, const std::vector<std::string>& headers,
              const std::string& verb, const std::string& body) {
  static const int once = [] {
    curl_global_init(CURL_GLOBAL_ALL);
    return 0;
  }();
  static_cast<void>(once);

  Fetched fetched;
  const std::unique_ptr<CURL, decltype(&curl_easy_cleanup)> handle(curl_easy_init(),
                                                                   &curl_easy_cleanup);
  std::unique_ptr<curl_slist, decltype(&curl_slist_free_all)> lines(nullptr, &curl_slist_free_all);
  for (const auto& header : headers)
    lines.reset(curl_slist_append(lines.release(), header.c_str()));

  curl_easy_setopt(handle.get(), CURLOPT_URL, url.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(handle.get(), CURLOPT_NOPROXY, "*");
  curl_easy_setopt(handle.get(), CURLOPT_TIMEOUT, 10L);
  curl_easy_setopt(handle.get(), CURLOPT_CUSTOMREQUEST, verb.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_NOBODY, verb == "HEAD" ? 1L : 0L);
  if (!body.empty()) curl_easy_setopt(handle.get(), CURLOPT_POSTFIELDS, body.c_str());
  curl_easy_setopt(handle.get(), CURLOPT_HTTPHEADER, lines.get());
  curl_easy_setopt(handle.get(), CURLOPT_WRITEFUNCTION, &keep_body);
  curl_easy_setopt(handle.get(), CURLOPT_WRITEDATA, &fetched);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERFUNCTION, &keep_header);
  curl_easy_setopt(handle.get(), CURLOPT_HEADERDATA, &fetched);

  const auto result = curl_easy_perform(handle.get());
  if (result != CURLE_OK) fetched.error = curl_easy_strerror(result);
  curl_easy_getinfo(handle.get(), CURLINFO_RESPONSE_CODE, &fetched.status);
  return fetched;
}

}  // namespace tapedeck::test
