#include "archive/answers.hpp"
#include "archive/document.hpp"

#include <boost/json/array.hpp>

#include <limits>
#include <utility>

namespace tapedeck::archive {

namespace json = boost::json;

namespace {

std::unexpected<Error> unreadable_hits(std::string detail) {
  return fail(Errc::bad_upstream, "The Archive gave an answer that Tapedeck cannot read.",
              std::move(detail));
}

/// What an error envelope says, which comes with status 200 for a search as for a scrape.
std::string reason_in(const Fields& top) { return top.text("error").substr(0, 400); }

std::unexpected<Error> rejected_query(const Fields& top) {
  const auto words = reason_in(top);
  if (words.contains("RANGE_OUT_OF_BOUNDS")) {
    return fail(Errc::invalid,
                "The Archive shows the first 10,000 results of a search; narrow it down.", words);
  }
  return fail(Errc::invalid, "The Archive does not understand this search; use plainer words.",
              words);
}

std::optional<SearchHit> read_hit(const Fields& fields) {
  auto identifier = ItemIdentifier::parse(fields.first("identifier"));
  if (!identifier) {
    fields.note(Repair::left_out, "identifier");
    return std::nullopt;
  }
  SearchHit hit{.identifier = std::move(*identifier)};
  hit.mediatype = fields.first("mediatype");
  hit.title = fields.text("title");
  hit.creators = fields.texts("creator");
  hit.date = fields.first("date");
  hit.year = fields.first("year");
  hit.venue = fields.text("venue");
  hit.coverage = fields.text("coverage");
  hit.source = fields.text("source");
  hit.lineage = fields.text("lineage");
  hit.taper = fields.text("taper");
  hit.transferer = fields.text("transferer");
  hit.description = fields.text("description", "\n");
  hit.runtime = fields.text("runtime");
  hit.collections = fields.distinct("collection");
  hit.subjects = fields.divided("subject");
  hit.formats = fields.texts("format");
  hit.published = fields.first("publicdate");
  hit.added = fields.first("addeddate");
  hit.updated = fields.texts("updatedate");
  hit.reviewed = fields.first("reviewdate");
  hit.bytes = fields.count("item_size");
  hit.downloads = fields.count("downloads");
  hit.rating = fields.decimal("avg_rating");
  const auto reviews = fields.count("num_reviews");
  if (reviews && *reviews <= std::numeric_limits<std::uint32_t>::max()) {
    hit.review_count = static_cast<std::uint32_t>(*reviews);
  }
  return hit;
}

std::vector<SearchHit> read_hits(const json::array& list, std::string_view path, Notes& notes) {
  std::vector<SearchHit> hits;
  for (std::size_t i = 0; i < list.size(); ++i) {
    const auto* object = list[i].if_object();
    if (!object) {
      notes.add(Repair::left_out, path, std::to_string(i));
      continue;
    }
    const auto entry = std::to_string(i);
    const Fields fields(*object, path, entry, notes);
    if (auto hit = read_hit(fields)) hits.push_back(std::move(*hit));
  }
  return hits;
}

const json::array* array_in(const Fields& fields, std::string_view key) {
  const auto* value = fields.find(key);
  return value ? value->if_array() : nullptr;
}

}  // namespace

Result<SearchPage> read_search(std::string body) {
  auto document = Document::parse(body);
  if (!document) return failure(document);
  SearchPage page;
  const Fields top(document->root(), "", page.notes);
  if (top.find("error")) return rejected_query(top);

  const auto* response = top.find("response");
  if (!response || !response->is_object()) return unreadable_hits("a search without a response");
  const Fields fields(response->get_object(), "/response", page.notes);
  const auto total = fields.count("numFound");
  const auto* docs = array_in(fields, "docs");
  if (!total || !docs) return unreadable_hits("a search response without numFound or docs");
  if (docs->size() > SearchQuery::window) return unreadable_hits("more than 10,000 hits");
  page.total = *total;
  page.first = fields.count("start").value_or(0);
  page.hits = read_hits(*docs, "/response/docs", page.notes);
  return page;
}

Result<ScrapePage> read_scrape(std::string body) {
  auto document = Document::parse(body);
  if (!document) return failure(document);
  ScrapePage page;
  const Fields top(document->root(), "", page.notes);
  if (top.find("error")) return unreadable_hits("a scrape was refused: " + reason_in(top));

  const auto total = top.count("total");
  const auto* items = array_in(top, "items");
  if (!total || !items) return unreadable_hits("a scrape without total or items");
  if (items->size() > ScrapeQuery::most_count) return unreadable_hits("more than 10,000 items");
  page.total = *total;
  page.given = items->size();
  page.cursor = top.first("cursor");
  page.hits = read_hits(*items, "/items", page.notes);
  return page;
}

}  // namespace tapedeck::archive
