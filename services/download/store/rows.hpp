#pragma once

#include "base/result.hpp"
#include "database/connection.hpp"
#include "download/core/ports.hpp"

#include <optional>
#include <set>
#include <string>
#include <vector>

namespace tapedeck::download::rows {

// Plain functions over one connection: they block, so they run on the database's pool. What each
// promises stands at JobStore (core/ports.hpp).

Result<std::vector<Job>> add(database::Connection& db, const UserId& user,
                             const std::vector<PlannedFile>& files, const std::vector<JobId>& again,
                             const Instant& now);
Result<Job> find(database::Connection& db, const UserId& user, const JobId& id);
Result<Job> find_file(database::Connection& db, const UserId& user, const ItemIdentifier& item,
                      const archive::FileName& file);
Result<JobPage> list(database::Connection& db, const UserId& user, const JobFilter& filter);
Result<GroupPage> groups(database::Connection& db, const UserId& user, const JobFilter& filter);
Result<std::vector<Job>> latest(database::Connection& db, const UserId& user,
                                const std::uint32_t& most);
Result<std::optional<Job>> claim(database::Connection& db, const std::string& worker,
                                 const Instant& now);
Result<std::vector<Job>> put_off(database::Connection& db, const Instant& until);
Result<std::vector<Claim>> renew(database::Connection& db, const std::vector<Claim>& claims,
                                 const Instant& now);
Result<std::optional<Instant>> next_due(database::Connection& db, const Instant& now);
Result<std::vector<Job>> held_elsewhere(database::Connection& db, const std::string& worker,
                                        const Instant& now);
Result<bool> save(database::Connection& db, const Job& job);
Result<std::vector<Job>> act(database::Connection& db, const UserId& user, const JobAction& action,
                             const Selection& which, const Instant& now);
Result<std::optional<Job>> finished(database::Connection& db, const ItemIdentifier& item,
                                    const archive::FileName& file, const Expected& expected);
Result<void> remember(database::Connection& db, const std::vector<Facts>& all);
Result<std::optional<Facts>> facts(database::Connection& db, const ItemIdentifier& item);
Result<bool> renamed(database::Connection& db, const Job& job);
Result<bool> needs(database::Connection& db, const Content& content);
Result<std::vector<Job>> sharing(database::Connection& db, const Content& content);
Result<bool> adopted(database::Connection& db, const Job& job);
Result<std::vector<Job>> recover(database::Connection& db, const std::string& worker,
                                 const Instant& now);
Result<std::vector<Job>> completed(database::Connection& db, const std::optional<JobId>& after);
Result<std::optional<Job>> lose(database::Connection& db, const Job& job, const std::string& why);
Result<std::optional<EndedGroup>> tell(database::Connection& db, const UserId& user,
                                       const ItemIdentifier& item);
Result<std::set<std::string>> parts(database::Connection& db);
Result<bool> forget_part(database::Connection& db, const JobId& id);

Result<std::vector<Job>> prioritize(database::Connection& db, const UserId& user,
                                    const Selection& which, const std::uint32_t& priority);
Result<Job> put_before(database::Connection& db, const UserId& user, const JobId& id,
                       const JobId& other);

/// The room that is left between two jobs when they are queued.
inline constexpr std::uint64_t order_step = 1U << 16U;

/// The last place in the queue that is taken; 0 when none is.
Result<std::uint64_t> last_in_order(database::Connection& db);

/// Writes all of a job that may change.
Result<void> rewrite(database::Connection& db, const Job& job);

/// Whether any job has bytes in the vault: for telling one that is not mounted from a new one.
Result<bool> any_in_vault(database::Connection& db);

}  // namespace tapedeck::download::rows
