// Files made to use up whoever reads them: each ends the process that reads it, and no more.

#include "download/media/media_child.hpp"
#include "support/scratch_folder.hpp"
#include "unit/audio/made.hpp"

#include <doctest/doctest.h>
#include <fcntl.h>
#include <signal.h>
#include <sys/wait.h>
#include <unistd.h>

#include <algorithm>
#include <array>
#include <fstream>
#include <string>

using namespace tapedeck;
using namespace tapedeck::download;
using namespace tapedeck::test;
using namespace std::chrono_literals;

namespace {

struct ChildsEnd {
  int code = 0;  ///< Of its exit, or minus a signal's number.
  std::string output;
};

/// Lets a process of its own read the file as the worker's child does, within `limits`.
ChildsEnd let_read(const std::string& path, const ChildLimits& limits) {
  std::array<int, 2> pipe{};
  REQUIRE(::pipe(pipe.data()) == 0);
  const int file = ::open(path.c_str(), O_RDONLY);
  const auto pid = ::fork();
  if (pid == 0) {
    // Where the child of the worker has them: whatever lies above is closed.
    ::dup2(file, STDIN_FILENO);
    ::dup2(pipe[1], STDOUT_FILENO);
    ::_exit(run_media_child(STDIN_FILENO, STDOUT_FILENO, limits));
  }
  ::close(file);
  ::close(pipe[1]);
  ChildsEnd end;
  std::array<char, 4'096> buffer{};
  for (ssize_t got = 0; (got = ::read(pipe[0], buffer.data(), buffer.size())) > 0;)
    end.output.append(buffer.data(), static_cast<std::size_t>(got));
  ::close(pipe[0]);
  int status = 0;
  ::waitpid(pid, &status, 0);
  end.code = WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
  return end;
}

std::size_t lines_in(const std::string& text) {
  return static_cast<std::size_t>(std::ranges::count(text, '\n'));
}

std::string as_text(const Bytes& bytes) { return {bytes.begin(), bytes.end()}; }

/// FLAC that plays one value without end: 15 bytes for a second and a half of eight channels.
Bytes endless_silence(std::uint64_t frames) {
  auto file = made_flac_head(0, 8, 65'535);
  Bytes subframes;
  for (int channel = 0; channel < 8; ++channel)
    add(subframes, constant_subframe(0));
  for (std::uint64_t i = 0; i < frames; ++i) {
    const MadeFrame frame{.number = i, .samples = 65'535, .channel_code = 7};
    add(file, made_flac_frame(frame, subframes));
  }
  return file;
}

/// One metadata block of FLAC: `type`, and how long it says it is.
Bytes block_head(unsigned type, std::uint32_t bytes) {
  Bytes head;
  add_number(head, type << 24 | bytes, 4);
  return head;
}

}  // namespace

TEST_CASE("silence without end uses up its time, and what was found before is there") {
  const ScratchFolder folder;
  const auto path = folder.file("silence.flac", as_text(endless_silence(200'000)));
  ChildLimits limits;
  limits.processor_time = 4s;
  const auto end = let_read(path, limits);
  CHECK(end.code == -SIGXCPU);
  CHECK(lines_in(end.output) < 3);
}

TEST_CASE("a small file is given no more time than it is worth, whatever the limit") {
  CHECK(processor_time_for(0) == 60s);
  CHECK(processor_time_for(std::uint64_t{40} << 20) == 100s);
  CHECK(processor_time_for(std::uint64_t{2} << 30) == 2'108s);
}

TEST_CASE("a hundred pictures of 16 MB before the sound are stepped over") {
  const ScratchFolder folder;
  const auto path = (folder.path() / "pictures.flac").string();
  constexpr std::uint32_t picture = 0xff'ffff;
  std::uint64_t at = 0;
  {
    std::ofstream out(path, std::ios::binary);
    auto head = made_flac_head(4'096);
    head[4] = 0;  // more blocks follow
    const auto text = as_text(head);
    out << text;
    at = text.size();
    for (int i = 0; i < 100; ++i) {
      // Holes: the pictures take no room on the disk.
      const auto block = as_text(block_head(i == 99 ? 0x86 : 0x06, picture));
      out << block;
      at += block.size() + picture;
      out.seekp(static_cast<std::streamoff>(at));
    }
    out << as_text(made_flac_frame({}, constant_subframe(1)));
  }
  const auto end = let_read(path, {});
  CHECK(end.code == media_exit::well);
  CHECK(lines_in(end.output) == 3);
  CHECK(end.output.contains("\"faults\":[]"));
}

TEST_CASE("sizes that no file has are refused, and cost nothing") {
  const ScratchFolder folder;
  auto flac = made_flac_head(0xf'ffff'ffff);
  flac[4] = 0;
  add(flac, block_head(0x86, 0xff'ffff));
  auto id3 = made_id3(10);
  id3[6] = id3[7] = id3[8] = id3[9] = 0x7f;
  const Bytes shorten{'a', 'j', 'k', 'g', 2, 0xfb, 0xb0, 0x00, 0x00, 0x00, 0x00, 0x00, 0x00};
  auto wav = as_text({'R', 'I', 'F', 'F'}) + std::string(4, '\xff') + "WAVEfmt " +
             std::string(4, '\xff') + std::string(40, '\xff');
  struct Case {
    std::string_view why;
    std::string file;
  };
  for (const auto& c : std::to_array<Case>({{"FLAC", as_text(flac)},
                                            {"ID3", as_text(id3)},
                                            {"Shorten", as_text(shorten)},
                                            {"WAV", wav}})) {
    CAPTURE(c.why);
    ChildLimits limits;
    limits.processor_time = 2s;
    const auto end = let_read(folder.file("sizes", c.file), limits);
    CHECK(end.code == media_exit::well);
    CHECK(lines_in(end.output) == 3);
    CHECK(end.output.contains("\"refused\""));
  }
}

TEST_CASE("a comment of Ogg that wants more memory than there is ends the child at most") {
  const ScratchFolder folder;
  // Pages without a checksum that holds: nothing is kept of them, however many there are.
  std::string pages;
  for (int i = 0; i < 200; ++i)
    pages += "OggS" + std::string(22, '\0') + '\xff' + std::string(255, '\xff') +
             std::string(255 * 255, 'x');
  ChildLimits limits;
  limits.processor_time = 10s;
  const auto end = let_read(folder.file("pages.ogg", pages), limits);
  CHECK(end.code == media_exit::well);
  CHECK(end.output.contains("\"refused\""));
}
