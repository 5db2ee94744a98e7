#pragma once

#include "base/uuid.hpp"

#include <filesystem>

namespace tapedeck::support {

/// An empty folder of a test's own, removed with all that is in it.
class TemporaryFolder {
 public:
  TemporaryFolder()
      : path_(std::filesystem::temp_directory_path() / ("tapedeck-" + Uuid::make().text())) {
    std::filesystem::create_directory(path_);
  }
  ~TemporaryFolder() { std::filesystem::remove_all(path_); }
  TemporaryFolder(const TemporaryFolder&) = delete;
  TemporaryFolder& operator=(const TemporaryFolder&) = delete;

  [[nodiscard]] const std::filesystem::path& path() const& noexcept { return path_; }
  const std::filesystem::path& path() const&& = delete;

 private:
  std::filesystem::path path_;
};

}  // namespace tapedeck::support
