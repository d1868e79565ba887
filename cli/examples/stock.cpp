// Withdrawals from a stock, replayed event by event.
#include "cli/examples/convert.hpp"
namespace origo::examples {
bool convert_stock(const Example&, Draft&) {
  return false;
}
}  // namespace origo::examples
