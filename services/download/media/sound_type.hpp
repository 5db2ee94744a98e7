#pragma once

#include <string>
#include <string_view>

namespace tapedeck::download {

/// The Content-Type of a sound file by the end of its name, case aside; empty when it is none.
///
/// Only what is in the table is ever sent by the media routes, and only as what the table says: a
/// file from outside that calls itself `.html` must not become a page of ours.
[[nodiscard]] std::string_view sound_type_of(std::string_view file_name) noexcept;

/// Whether `tapedeck worker media` can cut a file of this name into slices.
[[nodiscard]] bool may_have_slices(std::string_view file_name) noexcept;

/// Whether `tapedeck worker media` can decode a file of this name.
[[nodiscard]] bool may_be_heard(std::string_view file_name) noexcept;

/// `Content-Disposition` for a file shown in the page and saved under its own name: the last part
/// of `file_name`, which may be any UTF-8 (RFC 6266 §4.3, RFC 8187 §3.2).
[[nodiscard]] std::string inline_disposition(std::string_view file_name);

}  // namespace tapedeck::download
