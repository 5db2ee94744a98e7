#include "support/archive_script.hpp"

#include <openssl/evp.h>

#include <algorithm>
#include <array>
#include <charconv>

namespace tapedeck::test {
namespace {

/// The same bytes for the same name and version, none of them compressible (xorshift64).
std::string bytes_for(std::string_view name, unsigned version, std::size_t count) {
  std::uint64_t state = 0x9E3779B97F4A7C15U + version;
  for (const char c : name)
    state = state * 31 + static_cast<unsigned char>(c);
  std::string bytes(count, '\0');
  for (auto& byte : bytes) {
    state ^= state << 13U;
    state ^= state >> 7U;
    state ^= state << 17U;
    byte = static_cast<char>(state & 0xFFU);
  }
  return bytes;
}

std::string hex_digest(const EVP_MD* kind, std::string_view text) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned size = 0;
  EVP_Digest(text.data(), text.size(), digest.data(), &size, kind, nullptr);
  std::string hex;
  for (unsigned i = 0; i < size; ++i) {
    constexpr std::string_view digits = "0123456789abcdef";
    hex += digits[digest[i] >> 4U];
    hex += digits[digest[i] & 15U];
  }
  return hex;
}

std::uint64_t first_of(std::string_view range) {
  constexpr std::string_view unit = "bytes=";
  std::uint64_t first = 0;
  if (range.starts_with(unit)) {
    range.remove_prefix(unit.size());
    std::from_chars(range.data(), range.data() + range.size(), first);
  }
  return first;
}

std::string percent_decoded(std::string_view text) {
  std::string decoded;
  for (std::size_t i = 0; i < text.size(); ++i) {
    unsigned value = 0;
    if (text[i] == '%' && i + 2 < text.size()) {
      std::from_chars(text.data() + i + 1, text.data() + i + 3, value, 16);
      decoded += static_cast<char>(value);
      i += 2;
    } else {
      decoded += text[i];
    }
  }
  return decoded;
}

/// The file's name in "/download/{identifier}/{name}"; empty for any other target.
std::string file_in(std::string_view target) {
  constexpr std::string_view begin = "/download/";
  if (!target.starts_with(begin)) return {};
  target.remove_prefix(begin.size());
  const auto slash = target.find('/');
  return slash == std::string_view::npos ? std::string()
                                         : percent_decoded(target.substr(slash + 1));
}

/// The answer for the longest beginning of `target` that anything was said about.
template <class List>
auto longest_match(List& list, std::string_view target) {
  auto best = list.end();
  for (auto at = list.begin(); at != list.end(); ++at) {
    const bool longer = best == list.end() || at->first.size() > best->first.size();
    if (target.starts_with(at->first) && longer) best = at;
  }
  return best;
}

}  // namespace

std::string ScriptedAnswer::header(std::string_view name) const {
  const auto found =
      std::ranges::find_if(headers, [&](const auto& one) { return one.first == name; });
  return found == headers.end() ? std::string() : found->second;
}

FileScript::FileScript(std::string name, std::size_t bytes)
    : name_(std::move(name)), content_(bytes_for(name_, version_, bytes)) {}

FileScript& FileScript::then(Turn turn) {
  turns_.push_back(std::move(turn));
  return *this;
}

FileScript& FileScript::drops_after(std::uint64_t bytes) {
  return then({.answer = {.status = 0, .drops_after = bytes}});
}
FileScript& FileScript::stalls_after(std::uint64_t bytes) {
  return then({.answer = {.status = 0, .stalls_after = bytes}});
}
FileScript& FileScript::answers(unsigned status,
                                std::vector<std::pair<std::string, std::string>> headers) {
  return then({.answer = {.status = status, .headers = std::move(headers)}});
}
FileScript& FileScript::refuses() { return then({.answer = {.refuses = true}}); }
FileScript& FileScript::ignores_the_range() {
  return then({.answer = {.status = 0}, .ignores_range = true});
}
FileScript& FileScript::sends_anew_and_drops_after(std::uint64_t bytes) {
  return then({.answer = {.status = 0, .drops_after = bytes}, .ignores_range = true});
}
FileScript& FileScript::goes_on_as_another_file() {
  return then({.answer = {.status = 0}, .changes = true, .ignores_if_range = true});
}
FileScript& FileScript::begins_too_late() { return then({.answer = {.status = 0}, .late = true}); }
FileScript& FileScript::has_a_wrong_byte_at(std::uint64_t position) {
  return then({.answer = {.status = 0}, .wrong_at = position});
}
FileScript& FileScript::becomes_another_file() {
  return then({.answer = {.status = 0}, .changes = true});
}
FileScript& FileScript::is_private() {
  private_ = true;
  return *this;
}

FileScript& FileScript::has_no_digest(bool tagless) {
  digests_ = false;
  tags_ = !tagless;
  return *this;
}

std::string FileScript::etag() const {
  return "\"" + std::to_string(content_.size()) + "-" + std::to_string(version_) + "\"";
}

ScriptedAnswer FileScript::serve(const SeenRequest& request) {
  if (private_) return {.status = 403, .headers = {{"Content-Type", "text/html"}}};
  Turn turn{.answer = {.status = 0}};
  if (!turns_.empty()) {
    turn = std::move(turns_.front());
    turns_.pop_front();
  }
  if (turn.changes) content_ = bytes_for(name_, ++version_, content_.size());
  if (turn.answer.status != 0 || turn.answer.refuses) return turn.answer;
  return part(request, turn);
}

ScriptedAnswer FileScript::part(const SeenRequest& request, const Turn& turn) const {
  ScriptedAnswer answer = turn.answer;
  answer.headers = {{"Last-Modified", "Sun, 08 May 1977 20:00:00 GMT"}};
  if (tags_) answer.headers.emplace_back("ETag", etag());
  std::string bytes = content_;
  if (turn.wrong_at) bytes[*turn.wrong_at] = static_cast<char>(bytes[*turn.wrong_at] ^ 1);

  const bool changed =
      !turn.ignores_if_range && !request.if_range.empty() && request.if_range != etag();
  const auto first = first_of(request.range) + (turn.late ? 1 : 0);
  const auto size = std::to_string(bytes.size());
  if (request.range.empty() || changed || turn.ignores_range) {
    answer.status = 200;
    answer.body = std::move(bytes);
  } else if (first >= bytes.size()) {
    answer.status = 416;
    answer.headers.emplace_back("Content-Range", "bytes */" + size);
  } else {
    answer.status = 206;
    answer.headers.emplace_back("Content-Range", "bytes " + std::to_string(first) + "-" +
                                                     std::to_string(bytes.size() - 1) + "/" + size);
    answer.body = bytes.substr(first);
  }
  return answer;
}

FileScript& ArchiveScript::file(std::string name, std::size_t bytes) {
  const std::lock_guard lock(mutex_);
  return files_.insert_or_assign(name, FileScript(name, bytes)).first->second;
}

void ArchiveScript::item(std::string_view identifier) {
  const std::lock_guard lock(mutex_);
  items_.emplace_back(identifier);
}

void ArchiveScript::next(std::string target_begin, ScriptedAnswer answer) {
  const std::lock_guard lock(mutex_);
  next_.emplace_back(std::move(target_begin), std::move(answer));
}

void ArchiveScript::always(std::string target_begin, ScriptedAnswer answer) {
  const std::lock_guard lock(mutex_);
  std::erase_if(always_, [&](const auto& rule) { return rule.first == target_begin; });
  always_.emplace_back(std::move(target_begin), std::move(answer));
}

ScriptedAnswer ArchiveScript::answer(const SeenRequest& request) {
  const std::lock_guard lock(mutex_);
  requests_.push_back(request);
  if (const auto at = longest_match(next_, request.target); at != next_.end()) {
    auto answer = std::move(at->second);
    next_.erase(at);
    return answer;
  }
  if (const auto at = longest_match(always_, request.target); at != always_.end()) {
    return at->second;
  }
  if (const auto at = files_.find(file_in(request.target)); at != files_.end()) {
    return at->second.serve(request);
  }
  constexpr std::string_view metadata = "/metadata/";
  if (request.target.starts_with(metadata)) {
    return json_answer(metadata_of(request.target.substr(metadata.size())));
  }
  return {.status = 404, .headers = {{"Content-Type", "text/html"}}, .body = "<html>404</html>"};
}

std::string ArchiveScript::metadata_of(const std::string& identifier) const {
  if (std::ranges::find(items_, identifier) == items_.end()) return "{}";
  std::string list;
  for (const auto& [name, file] : files_) {
    if (!list.empty()) list += ",";
    list += R"({"name":")" + name + R"(","source":"original","format":"Flac","size":")" +
            std::to_string(file.content_.size()) + "\"";
    if (file.digests_) {
      list += R"(,"md5":")" + hex_digest(EVP_md5(), file.content_) + R"(","sha1":")" +
              hex_digest(EVP_sha1(), file.content_) + "\"";
    }
    list += std::string(file.private_ ? R"(,"private":"true")" : "") + "}";
  }
  return R"({"created":1751960000,"metadata":{"identifier":")" + identifier +
         R"(","mediatype":"etree","title":"A concert","creator":"A band"},"files":[)" + list + "]}";
}

std::vector<SeenRequest> ArchiveScript::requests() const {
  const std::lock_guard lock(mutex_);
  return requests_;
}

Ranges ArchiveScript::ranges(std::string_view file) const {
  const std::lock_guard lock(mutex_);
  Ranges ranges;
  for (const auto& request : requests_) {
    if (file_in(request.target) == file) ranges.push_back(request.range);
  }
  return ranges;
}

std::string ArchiveScript::sha1(const std::string& file) const {
  return hex_digest(EVP_sha1(), content(file));
}

std::string ArchiveScript::md5(const std::string& file) const {
  return hex_digest(EVP_md5(), content(file));
}

std::string ArchiveScript::content(const std::string& file) const {
  const std::lock_guard lock(mutex_);
  return files_.at(file).content_;
}

ScriptedAnswer json_answer(std::string body, unsigned status) {
  return {
      .status = status, .headers = {{"Content-Type", "application/json"}}, .body = std::move(body)};
}

ScriptedAnswer page_of_html() {
  return {.status = 200,
          .headers = {{"Content-Type", "text/html"}},
          .body = "<html>Internet Archive: down</html>"};
}

ScriptedAnswer refusal() {
  ScriptedAnswer answer;
  answer.refuses = true;
  return answer;
}

}  // namespace tapedeck::test
