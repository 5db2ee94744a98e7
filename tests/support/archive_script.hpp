#pragma once

#include <cstdint>
#include <deque>
#include <map>
#include <mutex>
#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace tapedeck::test {

/// One answer of the scripted Archive, faults and all.
struct ScriptedAnswer {
  unsigned status = 200;
  std::vector<std::pair<std::string, std::string>> headers{};  ///< Beside Content-Length.
  std::string body{};
  std::optional<std::uint64_t> drops_after{};  ///< So many bytes of the body, then the line breaks.
  std::optional<std::uint64_t> stalls_after{};  ///< So many bytes, then silence; 0: no head either.
  std::optional<std::uint64_t> says_length{};   ///< A Content-Length that is not true.
  bool refuses = false;                         ///< The connection is not taken at all.
  std::optional<std::string> raw{};  ///< These very bytes in place of an answer; sockets only.

  [[nodiscard]] std::string header(std::string_view name) const;
};

/// One request as the Archive saw it.
struct SeenRequest {
  std::string target{};
  std::string range{};  ///< "bytes=700-"; empty for the whole.
  std::string if_range{};
  std::string user_agent{};
  std::string accept_encoding{};
};

using Ranges = std::vector<std::string>;

/// A file of the scripted Archive: its bytes, and what goes wrong with each sending of it.
///
/// Faults are used up in the order they were said, one to a request; then it is sent as it should.
class FileScript {
 public:
  FileScript(std::string name, std::size_t bytes);

  FileScript& drops_after(std::uint64_t bytes);
  FileScript& stalls_after(std::uint64_t bytes);
  FileScript& answers(unsigned status,
                      std::vector<std::pair<std::string, std::string>> headers = {});
  FileScript& refuses();
  FileScript& ignores_the_range();  ///< 200 and the whole file for any range.
  FileScript& sends_anew_and_drops_after(std::uint64_t bytes);  ///< Both at once.
  FileScript& goes_on_as_another_file();  ///< Other bytes from now on, and If-Range ignored.
  FileScript& begins_too_late();          ///< 206 from one byte behind what was asked for.
  FileScript& has_a_wrong_byte_at(std::uint64_t position);
  FileScript& becomes_another_file();                   ///< Other bytes from this request on.
  FileScript& then_serves_the_rest() { return *this; }  ///< For the sentence.

  /// Private: 403, always. Said in the metadata, too.
  FileScript& is_private();

  /// The metadata know no digest of it, and its answers carry no tag if `tagless`.
  FileScript& has_no_digest(bool tagless);

  [[nodiscard]] const std::string& content() const { return content_; }

 private:
  friend class ArchiveScript;
  struct Turn {
    ScriptedAnswer answer;  // status 0: as it should be, but for the rest of this turn
    bool ignores_range = false;
    bool late = false;
    bool changes = false;
    bool ignores_if_range = false;
    std::optional<std::uint64_t> wrong_at{};
  };

  [[nodiscard]] ScriptedAnswer serve(const SeenRequest& request);
  [[nodiscard]] ScriptedAnswer part(const SeenRequest& request, const Turn& turn) const;
  [[nodiscard]] std::string etag() const;
  FileScript& then(Turn turn);

  std::string name_;
  unsigned version_ = 1;
  std::string content_;  // made from the two above
  bool private_ = false;
  bool digests_ = true;
  bool tags_ = true;
  std::deque<Turn> turns_;
};

/// What the Archive is to answer in a test, and what it was asked. Any thread.
class ArchiveScript {
 public:
  /// A file of `bytes` bytes, the same ones for the same name, in every item. The reference stays
  /// good; say faults before the first request.
  FileScript& file(std::string name, std::size_t bytes);

  /// An item with all the files said so far, and their digests.
  void item(std::string_view identifier);

  /// The next request whose target begins so is answered like this; several in the order said.
  void next(std::string target_begin, ScriptedAnswer answer);

  /// Every request whose target begins so is answered like this from now on, when no next() is left
  /// for it.
  void always(std::string target_begin, ScriptedAnswer answer);

  /// Takes a request down and answers it; {} and 404 for what nothing was said about.
  [[nodiscard]] ScriptedAnswer answer(const SeenRequest& request);

  [[nodiscard]] std::vector<SeenRequest> requests() const;
  [[nodiscard]] Ranges ranges(std::string_view file) const;
  [[nodiscard]] std::string sha1(const std::string& file) const;
  [[nodiscard]] std::string md5(const std::string& file) const;
  [[nodiscard]] std::string content(const std::string& file) const;

 private:
  [[nodiscard]] std::string metadata_of(const std::string& identifier) const;

  mutable std::mutex mutex_;
  std::map<std::string, FileScript> files_;
  std::vector<std::string> items_;
  std::vector<std::pair<std::string, ScriptedAnswer>> next_;
  std::vector<std::pair<std::string, ScriptedAnswer>> always_;
  std::vector<SeenRequest> requests_;
};

/// A JSON answer, as the Archive labels it.
[[nodiscard]] ScriptedAnswer json_answer(std::string body, unsigned status = 200);

/// A page of HTML and 200, as it sends in place of an answer when something is wrong with it.
[[nodiscard]] ScriptedAnswer page_of_html();

/// No connection.
[[nodiscard]] ScriptedAnswer refusal();

}  // namespace tapedeck::test
