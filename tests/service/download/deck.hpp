#pragma once

#include "service/fake_archive/site.hpp"
#include "support/raw_client.hpp"
#include "support/tapedeck.hpp"
#include "support/websocket_client.hpp"

#include <boost/json/object.hpp>
#include <boost/json/value.hpp>

#include <cstdint>
#include <filesystem>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace tapedeck::test {

/// The download service as a real process, before a fake archive, with one user who asks.
class Deck {
 public:
  /// A recording of twenty tracks of about half a megabyte in 24 bits.
  static constexpr std::string_view item = "gd1977-05-08.fob.winter.990104.flac2448";

  /// Over the engine of the tests, or over this one; with more variables in its environment.
  explicit Deck(std::optional<database::Dialect> engine = {},
                std::map<std::string, std::string> environment = {});

  [[nodiscard]] Site& archive() noexcept { return site_; }
  [[nodiscard]] Tapedeck& program() noexcept { return tapedeck_; }
  [[nodiscard]] const UserId& user() const noexcept { return user_; }
  [[nodiscard]] std::filesystem::path vault() const;

  /// Lets the fake archive make the sound of an item, which takes a busy machine longer than a
  /// client waits for an answer.
  void press(std::string_view name);

  /// The first `count` lossless files of the item, and their SHA-1.
  std::map<std::string, std::string> files(std::size_t count);

  Fetched get(const std::string& target) { return ask("GET", target, {}, user_); }
  Fetched post(const std::string& body) { return ask("POST", "/downloads", body, user_); }
  Fetched ask(const std::string& verb, const std::string& target, const std::string& body,
              const UserId& who);

  /// Asks for one file of the item; gives the id of its job.
  std::string download(std::string_view file);

  /// The socket of the user's downloads; its first message, the snapshot, is not read yet.
  WebSocketClient live();

  /// The stream of events of the user's downloads, asked for; nothing of it is read yet.
  RawClient events();

  /// Waits until each of these jobs has this status, as the socket tells.
  void wait_for(const std::vector<std::string>& jobs, std::string_view status);

  /// Where the vault keeps the bytes of a finished file.
  [[nodiscard]] std::filesystem::path bytes_of(const std::string& sha1) const;

  /// What the vault shows of the user: finished files by their names, with their SHA-1.
  [[nodiscard]] std::map<std::string, std::string> in_vault() const;

  /// Sizes of the parts, by the names of their files.
  [[nodiscard]] std::map<std::string, std::uint64_t> parts() const;

  /// Ends the program with a signal; gives its exit code.
  int end(int signal);
  void start_again(const std::vector<std::string>& flags = {});

 private:
  [[nodiscard]] std::uint16_t port() const;

  Site& site_;
  Tapedeck tapedeck_;
  UserId user_ = UserId::make();
};

/// The body of an answer, which is JSON.
boost::json::value json_in(const Fetched& answer);

}  // namespace tapedeck::test
