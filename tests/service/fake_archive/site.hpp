#pragma once

#include "async/clock.hpp"
#include "async/loop.hpp"
#include "async/pool.hpp"
#include "fake_archive/fake_archive.hpp"
#include "support/raw_client.hpp"

#include <boost/json/array.hpp>
#include <boost/json/object.hpp>

#include <optional>
#include <string>
#include <string_view>

namespace tapedeck::test {

/// A fake archive in this process, on free ports of loopback; with its own catalogue, unless it is
/// given another.
class Site {
 public:
  Site();

  /// One that has something else to give.
  explicit Site(fake_archive::Setup setup);
  ~Site();
  Site(const Site&) = delete;
  Site& operator=(const Site&) = delete;

  [[nodiscard]] const fake_archive::Ports& ports() const noexcept { return ports_; }

  /// Asks archive.org's part; `headers` are whole lines. Nothing when the connection ends first.
  std::optional<RawAnswer> ask(std::string_view target, std::string_view headers = {});

  /// Asks for a file the way a client does: the redirect first, then the node.
  std::optional<RawAnswer> download(std::string_view item, std::string_view file,
                                    std::string_view headers = {});

  /// A connection to the node with a request for this file under way.
  RawClient downloading(std::string_view item, std::string_view file,
                        std::string_view headers = {});

  /// Where the node has a file: its target there.
  std::string place(std::string_view item, std::string_view file);

  /// Puts a fault into force; the line must be a good one.
  void fault(std::string_view line);

  /// Talks to the control port; `body` is sent when it is not empty.
  RawAnswer control(std::string_view method, std::string_view target, std::string_view body = {});

  /// The lines of the request log.
  boost::json::array log();

  /// Without faults and requests, both hosts up: as it began.
  void begin_anew();

 private:
  async::LoopThread loop_;
  SystemClock clock_;
  async::Pool compute_;
  fake_archive::FakeArchive archive_;
  fake_archive::Ports ports_;
};

/// The site that all tests of this program share, since its items take a while to press; begun
/// anew.
Site& site();

/// One request on a connection of its own.
std::optional<RawAnswer> request(std::uint16_t port, std::string_view method,
                                 std::string_view target, std::string_view headers = {},
                                 std::string_view body = {});

/// The body of an answer as JSON; it must be an object.
boost::json::object json_of(const std::optional<RawAnswer>& answer);

/// An item of one FLAC file and its MP3, and that file; an item of stream-only Shorten files.
constexpr std::string_view one_track = "copperlantern2011-02-29.aud.980106.flac16";
constexpr std::string_view one_file = "cl2011.t01.flac";
constexpr std::string_view stream_only = "gd70-02-13.sbd-late.larkin.990132.sbeok.shnf";

}  // namespace tapedeck::test
