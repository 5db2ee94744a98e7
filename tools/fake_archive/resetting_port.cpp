#include "fake_archive/resetting_port.hpp"

#include "async/use_task.hpp"

#include <boost/asio/basic_socket_acceptor.hpp>
#include <boost/asio/basic_stream_socket.hpp>
#include <boost/asio/ip/tcp.hpp>

namespace tapedeck::fake_archive {

namespace asio = boost::asio;

using tcp = asio::ip::tcp;

class ResettingPort::Acceptor {
 public:
  explicit Acceptor(async::Executor executor) : socket(executor) {}

  asio::basic_socket_acceptor<tcp, async::Executor> socket;
};

ResettingPort::ResettingPort(async::Executor executor)
    : acceptor_(std::make_unique<Acceptor>(executor)), tasks_(executor) {}

ResettingPort::~ResettingPort() = default;

Result<void> ResettingPort::listen(const std::string& address, std::uint16_t port) {
  boost::system::error_code error;
  const tcp::endpoint at(asio::ip::make_address(address, error), port);
  auto& socket = acceptor_->socket;
  if (!error) socket.open(at.protocol(), error);
  if (!error) socket.set_option(asio::socket_base::reuse_address(true), error);
  if (!error) socket.bind(at, error);
  if (!error) socket.listen(asio::socket_base::max_listen_connections, error);
  if (error)
    return fail(Errc::storage, "Port " + std::to_string(port) + " is taken.", error.message());
  tasks_.spawn(accept());
  return {};
}

Task<void> ResettingPort::accept() {
  while (acceptor_->socket.is_open()) {
    asio::basic_stream_socket<tcp, async::Executor> client(acceptor_->socket.get_executor());
    const auto [error] = co_await acceptor_->socket.async_accept(client, async::use_tuple);
    if (error == asio::error::operation_aborted) co_return;
    boost::system::error_code ignored;  // a client that has left already is reset enough
    client.set_option(asio::socket_base::linger(true, 0), ignored);
    client.close(ignored);
  }
}

Task<void> ResettingPort::close() {
  boost::system::error_code ignored;  // a broken acceptor accepts nothing either
  acceptor_->socket.close(ignored);
  tasks_.cancel();
  co_await tasks_.join();
}

}  // namespace tapedeck::fake_archive
