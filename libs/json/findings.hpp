#pragma once

#include "base/result.hpp"

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::json {

/// What decode() found wrong so far, and where it is looking now.
class Findings {
 public:
  static constexpr std::size_t max_count = 50;  ///< The first so many are named, the rest are not.

  /// Looks at a member or an entry for as long as it lives.
  class Step {
   public:
    Step(Findings& findings, std::string_view name);
    Step(Findings& findings, std::size_t entry);
    ~Step() { path_.resize(length_); }
    Step(const Step&) = delete;
    Step& operator=(const Step&) = delete;

   private:
    std::string& path_;
    std::size_t length_;
  };

  /// Something is wrong here: `message` completes a sentence that begins with the path.
  void add(std::string message);

  /// The error that names them: `invalid`.
  [[nodiscard]] std::unexpected<Error> failure() &&;

 private:
  std::string path_;  // an RFC 6901 pointer
  std::vector<FieldError> fields_;
};

}  // namespace tapedeck::json
