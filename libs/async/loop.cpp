#include "async/loop.hpp"

#include <pthread.h>

#include <utility>

namespace tapedeck::async {

// One thread runs the context, so Asio need not lock for others to run it; posting stays safe.
Loop::Loop() : context_(1), work_(context_.get_executor()) {}

void Loop::run() { context_.run(); }

std::size_t Loop::poll() {
  context_.restart();
  return context_.poll();
}

void Loop::stop() { context_.stop(); }

LoopThread::LoopThread(std::string name)
    : thread_([this, name = std::move(name)] {
        ::pthread_setname_np(::pthread_self(), name.substr(0, 15).c_str());
        loop_.run();
      }) {}

LoopThread::~LoopThread() {
  loop_.stop();
  thread_.join();
}

}  // namespace tapedeck::async
