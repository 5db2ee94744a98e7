# What the workshop says: plain sentences, colours only for a person at a terminal.

if [[ -t 1 && -z ${NO_COLOR:-} ]]; then
  red=$'\e[31m' green=$'\e[32m' plain=$'\e[0m'
else
  red='' green='' plain=''
fi

say() { printf '%s\n' "$*"; }

complain() { printf '%s\n' "$*" >&2; }

# Says why it cannot go on, and stops.
give_up() {
  complain "$@"
  exit 1
}

# Milliseconds since the epoch, without a process of its own.
now_ms() {
  local now=$EPOCHREALTIME
  printf '%s' "$((${now/[.,]/} / 1000))"
}

# in_seconds <milliseconds>: "12.3 s".
in_seconds() { printf '%d.%d s' "$(($1 / 1000))" "$(($1 % 1000 / 100))"; }
