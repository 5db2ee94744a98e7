#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace tapedeck::test {

/// What a server answered.
struct Fetched {
  long status = 0;                             ///< 0 when there was no answer; `error` says why.
  std::map<std::string, std::string> headers;  ///< Names in lower case.
  std::string body;
  std::string error;
};

/// Asks for `url` by libcurl, a client that is not ours, and reads the whole answer, or the
/// beginning of one that has no end (server-sent events). Blocks, at most ten seconds. `headers`
/// are lines such as "Authorization: Bearer …".
Fetched fetch(const std::string& url, const std::vector<std::string>& headers = {},
              const std::string& verb = "GET", const std::string& body = {});

}  // namespace tapedeck::test
