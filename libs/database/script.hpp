#pragma once

#include "base/result.hpp"
#include "database/dialect.hpp"

#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::database {

/// The statements of a migration that are for `dialect`, in their order and without semicolons.
///
/// A line `-- sqlite:` or `-- postgresql:` begins a section for that engine alone, and `-- both:`
/// ends it; what stands before the first is for both. Quotations, comments, PostgreSQL's `$$`
/// bodies and the bodies of SQLite's triggers (up to `; end;`) may hold semicolons.
///
/// Errors: `malformed` when a section, a quotation or a body is not what it should be.
[[nodiscard]] Result<std::vector<std::string>> statements_of(std::string_view text,
                                                             Dialect dialect);

}  // namespace tapedeck::database
