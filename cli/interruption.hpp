#pragma once

namespace tksctl {

/// A command that runs until it is told to end. SIGINT and SIGTERM ask it to finish what it has begun; the second of them
/// ends the process at once.
class Interruption {
public:
    /// From now on, for the rest of the process.
    static void listen();

    [[nodiscard]] static bool is_wanted();

    /// 128 and the number of the signal that came; 0 if none has.
    [[nodiscard]] static int exit_status();
};

}  // namespace tksctl
