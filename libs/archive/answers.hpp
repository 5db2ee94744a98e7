#pragma once

// What the Archive answers, made into values. Pure: text in, value or error out.
//
// Any field may be a string, a list, a number, a boolean, null or {}, whatever it was last year;
// what cannot be read is left out and noted (notes.hpp), and only an answer that is none at all
// is an error.

#include "archive/item.hpp"
#include "archive/search.hpp"
#include "base/result.hpp"

#include <cstddef>
#include <string>

namespace tapedeck::archive {

/// The longest answer that is read, after decompression. A whole scrape batch of 10,000 hits is
/// about 12 MiB.
inline constexpr std::size_t most_answer_bytes = 64U << 20U;
inline constexpr std::size_t most_answer_depth = 32;
/// What an answer may take in memory while it is read.
inline constexpr std::size_t most_answer_memory = 256U << 20U;
inline constexpr std::size_t most_files = 20'000;
inline constexpr std::size_t most_reviews = 5'000;
/// A longer text is left out; the longest recorded one has 20 KB.
inline constexpr std::size_t most_text_bytes = 1U << 20U;

/// Reads the answer of `/metadata/{asked}`.
///
/// Errors: `not_found` for `{}`, which is how the Archive says that there is no such item (with
/// status 200), and for an item that has gone dark; `bad_upstream` for what is no metadata at all,
/// such as HTML, an error envelope, another item's metadata, or more than the limits above.
[[nodiscard]] Result<Item> read_item(std::string body, ItemIdentifier asked);

/// Reads the answer of a search. Errors: `invalid` when the Archive rejected the query (an error
/// envelope, with status 200), `bad_upstream`.
[[nodiscard]] Result<SearchPage> read_search(std::string body);

/// Reads one batch of a scrape. Errors: `bad_upstream`, for an error envelope as well: no listener
/// writes these queries, and the same one may be answered in a moment.
[[nodiscard]] Result<ScrapePage> read_scrape(std::string body);

}  // namespace tapedeck::archive
