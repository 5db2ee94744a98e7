#include "download/media/sound_type.hpp"

#include <doctest/doctest.h>

#include <array>

using namespace tapedeck::download;

TEST_CASE("only what ends like sound is sound, whatever it calls itself before") {
  struct Case {
    std::string_view name, type;
    bool slices;
  };
  for (const auto& c : std::to_array<Case>({{"gd77-05-08d1t01.flac", "audio/flac", true},
                                            {"disc 1/GD77.MP3", "audio/mpeg", true},
                                            {"t01.ogg", "audio/ogg", false},
                                            {"t01.shn", "audio/x-shn", false},
                                            {"t01.flac.html", "", false},
                                            {"flac", "", false},
                                            {".flac", "audio/flac", true},
                                            {"t01.flac ", "", false},
                                            {"t01.svg", "", false},
                                            {"", "", false}})) {
    CAPTURE(c.name);
    CHECK(sound_type_of(c.name) == c.type);
    CHECK(may_have_slices(c.name) == c.slices);
  }
}

TEST_CASE("a file is saved under its own name, and that name ends no header and no quote") {
  struct Case {
    std::string_view name, header;
  };
  // clang-format off
  const auto cases = std::to_array<Case>({
      {"t01.flac",            "inline; filename=\"t01.flac\"; filename*=UTF-8''t01.flac"},
      {"disc 1/01 #9.mp3",    "inline; filename=\"01 _9.mp3\"; filename*=UTF-8''01%20#9.mp3"},
      {"a\"b\\c;.flac",       "inline; filename=\"a_b_c_.flac\"; filename*=UTF-8''a%22b%5Cc%3B.flac"},
      {"L\xc3\xb6we.mp3",     "inline; filename=\"L__we.mp3\"; filename*=UTF-8''L%C3%B6we.mp3"},
      {"a\r\nSet-Cookie: x",  "inline; filename=\"a__Set-Cookie_ x\"; filename*=UTF-8''a%0D%0ASet-Cookie%3A%20x"},
  });
  // clang-format on
  for (const auto& c : cases)
    CHECK(inline_disposition(c.name) == c.header);
}
