#pragma once

#include <string_view>

namespace tapedeck::fake_archive {

/// What a `?` in a pattern stands for.
enum class QuestionMark : bool { itself, any_byte };

/// Whether all of `text` fits `pattern`, in which `*` stands for any bytes, or none.
[[nodiscard]] bool fits_glob(std::string_view text, std::string_view pattern,
                             QuestionMark question = QuestionMark::itself);

}  // namespace tapedeck::fake_archive
