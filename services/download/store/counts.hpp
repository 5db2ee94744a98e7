#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"

#include <cstdint>
#include <map>
#include <string>

namespace tapedeck::download {

/// How much there is of what this service keeps, for `/stats`. Blocks: runs on the database's pool.
Result<std::map<std::string, std::int64_t>> count(database::Connection& db);

}  // namespace tapedeck::download
