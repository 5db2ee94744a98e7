#pragma once

#include "base/uuid.hpp"
#include "child.hpp"
#include "folder.hpp"

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::bench {

/// A program of this build: "bin/tapedeck".
[[nodiscard]] std::string of_the_build(const char* program);

/// One request on a connection of its own, and the answer to its end, head and all.
std::string ask(std::uint16_t port, const std::string& request);

/// GET of `target`; `field` is a header line with its end, or empty.
std::string get(std::uint16_t port, std::string_view target, const std::string& field = {});

/// The body of an answer of the 200s, its chunks put together. Throws when it is none.
[[nodiscard]] std::string body_of(const std::string& answer);

/// The fake archive, and its ports.
class FakeArchive {
 public:
  explicit FakeArchive(const Folder& folder);

  [[nodiscard]] std::uint16_t port(std::string_view name) const;

  /// Answers searches after two seconds, and counts them from now on.
  void be_slow() const;

  [[nodiscard]] int searches() const;

 private:
  Child child_;
  std::string line_;
};

/// `Authorization: Bearer …` of a user of tapedeck_before(); of some user when none is named.
[[nodiscard]] std::string authorization(const UserId& user = UserId::make());

/// Where the program listens; 0 takes any port that is free.
struct DeckPorts {
  std::uint16_t gateway = 0;
  std::uint16_t browse = 0;
  std::uint16_t download = 0;
};

/// What starts the program as an operator runs it, but for its limits per user, before an archive
/// on this port, with its data in `data`.
[[nodiscard]] std::vector<std::string> tapedeck_before(std::uint16_t archive,
                                                       const std::string& data, DeckPorts ports);

}  // namespace tapedeck::bench
