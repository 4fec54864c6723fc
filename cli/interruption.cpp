#include "interruption.hpp"

#include <signal.h>  // NOLINT(modernize-deprecated-headers): POSIX has more in it than <csignal>
#include <unistd.h>

namespace tksctl {

namespace {

volatile sig_atomic_t received_signal = 0;

extern "C" void take_signal(int number) {
    if (received_signal != 0) ::_exit(128 + number);
    received_signal = number;
}

}  // namespace

void Interruption::listen() {
    struct sigaction action = {};
    action.sa_handler = take_signal;
    // What it interrupts goes on: output must not be lost half-way.
    action.sa_flags = SA_RESTART;
    ::sigaction(SIGINT, &action, nullptr);
    ::sigaction(SIGTERM, &action, nullptr);
}

bool Interruption::is_wanted() {
    return received_signal != 0;
}

int Interruption::exit_status() {
    return received_signal == 0 ? 0 : 128 + received_signal;
}

}  // namespace tksctl
