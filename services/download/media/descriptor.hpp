#pragma once

#include <unistd.h>

#include <utility>

namespace tapedeck::download {

/// A file descriptor of ours, closed in the end.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  ~Descriptor() { close(); }
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;

  /// Below 0 when there is none.
  [[nodiscard]] int number() const noexcept { return number_; }

  void close() {
    if (number_ >= 0) ::close(std::exchange(number_, -1));
  }

 private:
  int number_;
};

}  // namespace tapedeck::download
