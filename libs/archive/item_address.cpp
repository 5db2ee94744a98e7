#include "archive/item_address.hpp"

namespace tapedeck::archive {
namespace {

/// Takes `beginning` off `text`, if it is there.
bool take(std::string_view& text, std::string_view beginning) {
  if (!text.starts_with(beginning)) return false;
  text.remove_prefix(beginning.size());
  return true;
}

bool take_scheme(std::string_view& text) { return take(text, "https://") || take(text, "http://"); }

}  // namespace

bool is_address(std::string_view text) {
  return take_scheme(text) || text.starts_with("www.archive.org/") ||
         text.starts_with("archive.org/");
}

Result<ItemIdentifier> parse_identifier_or_address(std::string_view text) {
  if (!is_address(text)) return ItemIdentifier::parse(text);
  auto rest = text;
  take_scheme(rest);
  take(rest, "www.");
  bool known = take(rest, "archive.org/");
  known = known && (take(rest, "details/") || take(rest, "download/") || take(rest, "metadata/") ||
                    take(rest, "embed/") || take(rest, "stream/"));
  if (!known) {
    return fail(Errc::invalid,
                "must be an identifier, or an address such as "
                "https://archive.org/details/{identifier}");
  }
  return ItemIdentifier::parse(rest.substr(0, rest.find_first_of("/?#")));
}

}  // namespace tapedeck::archive
