#pragma once

#include "base/result.hpp"
#include "download/core/ports.hpp"
#include "download/vault/beneath.hpp"

#include <optional>

namespace tapedeck::download::names {

// What users see of finished bytes: hard links to them, or copies on a disk that knows no links.
// Everything blocks. Errors: those of beneath::system_error().

/// Gives the content the name `path`; true when that is new. Errors also: `not_found` when the
/// content is not there; `conflict` when another spelling of the name lies in the way.
[[nodiscard]] Result<bool> show(const beneath::Descriptor& root, const Content& content,
                                const VaultPath& path, InTheWay other);

/// Takes the name away, if it is there; other bytes than those of `content` go into the trash.
[[nodiscard]] Result<void> hide(const beneath::Descriptor& root, const VaultPath& path,
                                const std::optional<Content>& content);

/// Makes the file that has the name `path`, open as `file`, the bytes of `content`, if there are
/// none yet; the name stays.
[[nodiscard]] Result<void> adopt(const beneath::Descriptor& root, const VaultPath& path,
                                 const beneath::Descriptor& file, const Content& content);

}  // namespace tapedeck::download::names
