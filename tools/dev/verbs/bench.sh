# Measure the promises, a line of JSON a figure; or one of them: ./dev bench http
needs build bench
needs_web
compile bench "${@/#/bench_}" >&2 || give_up "It did not build; what the compiler said stands above."
if (($#)); then
  programs=("${@/#/build/bench/bench/bench_}")
else
  mapfile -t programs < <(find build/bench/bench -maxdepth 1 -name 'bench_*' -type f -executable | sort)
fi
broken=0
for program in "${programs[@]}"; do
  "$program" || broken=1
done
((broken == 0)) || give_up "A promise does not hold; see the lines that say \"holds\":false."
