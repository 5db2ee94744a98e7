#include "fake_archive/golden.hpp"

#include "fake_archive/gzip.hpp"
#include "fake_archive/item.hpp"

#include <boost/json/parse.hpp>
#include <boost/json/value.hpp>

namespace tapedeck::fake_archive {

namespace json = boost::json;
namespace fs = std::filesystem;

namespace {

auto wrong_record(const fs::path& path) {
  return fail(Errc::malformed, "The file " + path.string() + " is no recorded answer.");
}

/// `responseHeader.params.qin` of a recorded search: the query as its client wrote it.
std::string query_of(const json::value& answer) {
  boost::system::error_code error;
  const auto* const query = answer.find_pointer("/responseHeader/params/qin", error);
  if (query == nullptr || !query->is_string()) return {};
  return std::string(std::string_view(query->get_string()));
}

const std::string* look_up(const std::map<std::string, std::string, std::less<>>& kept,
                           std::string_view key) {
  const auto found = kept.find(key);
  return found == kept.end() ? nullptr : &found->second;
}

}  // namespace

Result<Golden> Golden::open(const fs::path& folder) {
  Golden golden;
  std::error_code none;
  for (const auto& entry : fs::directory_iterator(folder, none)) {
    if (entry.path().extension() != ".json") continue;
    if (auto taken = golden.take(entry.path()); !taken) return failure(taken);
  }
  if (!golden.in_use())
    return fail(Errc::not_found, "There are no recorded answers in " + folder.string() + ".");
  return golden;
}

Result<void> Golden::take(const fs::path& path) {
  const auto name = path.filename().string();
  auto text = read_file(path);
  if (!text) return failure(text);
  boost::system::error_code error;
  const auto answer = json::parse(*text, error);
  if (error || !answer.is_object()) return wrong_record(path);
  if (name.starts_with("metadata-")) {
    const auto* const metadata = answer.get_object().if_contains("metadata");
    if (metadata == nullptr || !metadata->is_object()) return wrong_record(path);
    metadata_.emplace(text_of(metadata->get_object(), "identifier"), std::move(*text));
  } else if (name.starts_with("advancedsearch-")) {
    searches_.emplace(query_of(answer), std::move(*text));
  } else if (name.starts_with("scrape-")) {
    scrapes_.push_back(std::move(*text));
  }
  return {};
}

const std::string* Golden::metadata(std::string_view identifier) const {
  return look_up(metadata_, identifier);
}

const std::string* Golden::search(const Parameters& parameters) const {
  return look_up(searches_, parameter(parameters, "q").value_or(""));
}

const std::string* Golden::scrape() const { return scrapes_.empty() ? nullptr : &scrapes_.front(); }

}  // namespace tapedeck::fake_archive
