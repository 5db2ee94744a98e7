#pragma once

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

/// The body of an answer that is a 200, its chunks put together. Throws when it is none.
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

/// `Authorization: Bearer …` of some user of tapedeck_before().
[[nodiscard]] std::string authorization();

/// What starts the program as an operator runs it, but for its limits per user, before `archive`,
/// with its data in `data`.
[[nodiscard]] std::vector<std::string> tapedeck_before(const FakeArchive& archive,
                                                       const std::string& data, std::uint16_t port,
                                                       std::uint16_t browse_port);

}  // namespace tapedeck::bench
