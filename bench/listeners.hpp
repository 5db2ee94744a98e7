#pragma once

#include "paced_archive.hpp"
#include "socket.hpp"

#include <condition_variable>
#include <cstdint>
#include <mutex>
#include <stop_token>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

namespace tapedeck::bench {

/// WebSockets that one thread reads all at once.
class Listeners {
 public:
  /// What a listener was told of its file.
  struct Heard {
    Moment at;
    std::uint64_t bytes;  ///< So many have come.
  };
  struct Listener {
    Socket socket;
    std::string item;
    std::string file;  ///< Of the item; the only one it is asked about, and empty for none.
    std::vector<Heard> heard{};
    bool greeted = false;
  };

  Listeners();
  ~Listeners();
  Listeners(const Listeners&) = delete;
  Listeners& operator=(const Listeners&) = delete;

  /// Opens one more. Before start().
  void add(std::uint16_t port, const UserId& user, std::string item, std::string file);

  /// Begins to read, and waits until every one has its snapshot.
  void start();

  /// Waits until so many have heard that their file is in the vault. Throws when one fails, or a
  /// minute has passed.
  void wait_for_completed(int count);

  /// Ends the reading and gives all of them.
  [[nodiscard]] const std::vector<Listener>& stop();

 private:
  void read(const std::stop_token& stopped);
  void read_ready();
  void take(Listener& listener, std::string_view message, Moment at);
  void wait_for(const int& count, int wanted);

  int poller_;
  std::vector<Listener> all_;
  std::mutex mutex_;  // guards what stands below
  std::condition_variable changed_;
  int greeted_ = 0;
  int completed_ = 0;
  std::string failure_;
  std::jthread reader_;  ///< Last: it uses all above.
};

}  // namespace tapedeck::bench
