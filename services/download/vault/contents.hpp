#pragma once

#include "base/result.hpp"
#include "download/core/ports.hpp"
#include "download/vault/beneath.hpp"

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

namespace tapedeck::download::contents {

// Finished bytes, each content once: `.content/ab/abcdef…` after its SHA-1, which may only be read;
// and the trash, `.trash/abcdef…`, whose entries' times are those of their coming there. All of it
// on one file system, so that moving is rename(2). Everything blocks. Errors: those of
// beneath::system_error().

/// Where in the vault something lies.
struct Spot {
  std::vector<std::string> folders;
  std::string name;
};

[[nodiscard]] Spot spot_of(const Content& content);

/// The bytes, for reading; what lies in the trash is taken back. Errors also: `not_found`.
[[nodiscard]] Result<beneath::Descriptor> open(const beneath::Descriptor& root,
                                               const Content& content);

/// Moves a part, of which `file` is open, to its content, and makes that survive a power cut; true
/// when it has replaced other bytes.
[[nodiscard]] Result<bool> keep(const beneath::Descriptor& root, const beneath::Descriptor& folder,
                                const std::string& part, const beneath::Descriptor& file,
                                const Content& content);

/// Nobody may write into the file any more: who edits what is shown has to replace it, since others
/// have the same bytes. A disk without modes is left as it is.
[[nodiscard]] Result<void> make_read_only(const beneath::Descriptor& file);

/// The folders of all contents, below that of contents.
[[nodiscard]] Result<std::vector<std::string>> folders(const beneath::Descriptor& root);

/// The contents in one of them that have no other name and were last written to before `before`.
[[nodiscard]] Result<std::vector<Content>> unnamed(const beneath::Descriptor& root,
                                                   const std::string& folder, Instant before);

/// Moves the bytes into the trash, if they are there and have no other name.
[[nodiscard]] Result<void> discard(const beneath::Descriptor& root, const Content& content);

/// Moves a part that has this content into the trash.
[[nodiscard]] Result<void> throw_away(const beneath::Descriptor& root,
                                      const beneath::Descriptor& folder, const std::string& part,
                                      const Content& content);

/// Moves anything else that lies in the vault into the trash, under a name of its own; a link as it
/// is. Nothing when it is not there.
[[nodiscard]] Result<void> put_aside(const beneath::Descriptor& root,
                                     const beneath::Descriptor& folder, const std::string& name);

/// Removes what came into the trash before `before`.
[[nodiscard]] Result<Emptied> empty_trash(const beneath::Descriptor& root, Instant before);

}  // namespace tapedeck::download::contents
