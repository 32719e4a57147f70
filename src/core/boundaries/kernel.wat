;; The inner loops of the network, most over 16 numbers at a time; kernel.ts has the same in plain code, to the bit.
;; Pointers and widths are in bytes, widths multiples of 64. Sums run in the order of the rows (of the inputs).
(module
  (import "wusum" "memory" (memory 1))

  ;; out[g] = max(0, sum of the `count` rows that rows[g] points to), for each of `n` gaps
  (func (export "gather") (param $out i32) (param $rows i32) (param $n i32) (param $count i32) (param $width i32)
    (local $b i32) (local $t i32) (local $p i32) (local $r i32)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (block $done
      (loop $gaps
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $b (i32.const 0))
        (loop $blocks
          (local.set $a0 (v128.const i32x4 0 0 0 0))
          (local.set $a1 (v128.const i32x4 0 0 0 0))
          (local.set $a2 (v128.const i32x4 0 0 0 0))
          (local.set $a3 (v128.const i32x4 0 0 0 0))
          (local.set $t (local.get $count))
          (local.set $p (local.get $rows))
          (loop $sum
            (local.set $r (i32.add (i32.load (local.get $p)) (local.get $b)))
            (local.set $a0 (f32x4.add (local.get $a0) (v128.load (local.get $r))))
            (local.set $a1 (f32x4.add (local.get $a1) (v128.load offset=16 (local.get $r))))
            (local.set $a2 (f32x4.add (local.get $a2) (v128.load offset=32 (local.get $r))))
            (local.set $a3 (f32x4.add (local.get $a3) (v128.load offset=48 (local.get $r))))
            (local.set $p (i32.add (local.get $p) (i32.const 4)))
            (local.set $t (i32.sub (local.get $t) (i32.const 1)))
            (br_if $sum (local.get $t)))
          (local.set $r (i32.add (local.get $out) (local.get $b)))
          (v128.store (local.get $r) (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a0)))
          (v128.store offset=16 (local.get $r) (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a1)))
          (v128.store offset=32 (local.get $r) (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a2)))
          (v128.store offset=48 (local.get $r) (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a3)))
          (local.set $b (i32.add (local.get $b) (i32.const 64)))
          (br_if $blocks (i32.lt_u (local.get $b) (local.get $width))))
        (local.set $out (i32.add (local.get $out) (local.get $width)))
        (local.set $rows (i32.add (local.get $rows) (i32.shl (local.get $count) (i32.const 2))))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $gaps))))

  ;; Lists the numbers of each of `n` rows of `inputs` that are not 0, by their offset: how many, then each.
  (func (export "list") (param $out i32) (param $in i32) (param $n i32) (param $inputs i32)
    (local $t i32) (local $p i32) (local $o i32)
    (block $done
      (loop $rows
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $t (i32.const 0))
        (local.set $o (i32.add (local.get $out) (i32.const 4)))
        (loop $each
          (i32.store (local.get $o) (local.get $t))
          ;; kept by moving on, without a jump
          (local.set $o (i32.add (local.get $o) (i32.shl (f32.ne (f32.load (i32.add (local.get $in) (local.get $t))) (f32.const 0)) (i32.const 2))))
          (local.set $t (i32.add (local.get $t) (i32.const 4)))
          (br_if $each (i32.lt_u (local.get $t) (i32.shl (local.get $inputs) (i32.const 2)))))
        (i32.store (local.get $out) (i32.shr_u (i32.sub (i32.sub (local.get $o) (local.get $out)) (i32.const 4)) (i32.const 2)))
        (local.set $out (i32.add (local.get $out) (i32.add (i32.shl (local.get $inputs) (i32.const 2)) (i32.const 8))))
        (local.set $in (i32.add (local.get $in) (i32.shl (local.get $inputs) (i32.const 2))))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $rows))))

  ;; out[g] = first + in[g … g + rows - 1] times weights, for each of `n` gaps, by what `list` wrote; where `floor`, at least 0
  (func (export "dense") (param $out i32) (param $in i32) (param $lists i32) (param $weights i32) (param $first i32) (param $n i32)
    (param $rows i32) (param $inputs i32) (param $width i32) (param $floor i32)
    (local $b i32) (local $t i32) (local $p i32) (local $w i32) (local $r i32) (local $k i32) (local $l i32) (local $i i32) (local $v i32)
    (local $x v128)
    (local $a0 v128) (local $a1 v128) (local $a2 v128) (local $a3 v128)
    (block $done
      (loop $gaps
        (br_if $done (i32.eqz (local.get $n)))
        (local.set $b (i32.const 0))
        (loop $blocks
          (local.set $r (i32.add (local.get $first) (local.get $b)))
          (local.set $a0 (v128.load (local.get $r)))
          (local.set $a1 (v128.load offset=16 (local.get $r)))
          (local.set $a2 (v128.load offset=32 (local.get $r)))
          (local.set $a3 (v128.load offset=48 (local.get $r)))
          (local.set $k (local.get $rows))
          (local.set $l (local.get $lists))
          (local.set $i (local.get $in))
          (local.set $v (i32.add (local.get $weights) (local.get $b)))
          (loop $each
            (local.set $t (i32.load (local.get $l)))
            (local.set $p (i32.add (local.get $l) (i32.const 4)))
            (block $empty
              (br_if $empty (i32.eqz (local.get $t)))
              (loop $sum
                (local.set $r (i32.load (local.get $p)))
                (local.set $x (v128.load32_splat (i32.add (local.get $i) (local.get $r))))
                (local.set $w (i32.add (local.get $v) (i32.mul (i32.shr_u (local.get $r) (i32.const 2)) (local.get $width))))
                (local.set $a0 (f32x4.add (local.get $a0) (f32x4.mul (local.get $x) (v128.load (local.get $w)))))
                (local.set $a1 (f32x4.add (local.get $a1) (f32x4.mul (local.get $x) (v128.load offset=16 (local.get $w)))))
                (local.set $a2 (f32x4.add (local.get $a2) (f32x4.mul (local.get $x) (v128.load offset=32 (local.get $w)))))
                (local.set $a3 (f32x4.add (local.get $a3) (f32x4.mul (local.get $x) (v128.load offset=48 (local.get $w)))))
                (local.set $p (i32.add (local.get $p) (i32.const 4)))
                (local.set $t (i32.sub (local.get $t) (i32.const 1)))
                (br_if $sum (local.get $t))))
            (local.set $l (i32.add (local.get $l) (i32.add (i32.shl (local.get $inputs) (i32.const 2)) (i32.const 8))))
            (local.set $i (i32.add (local.get $i) (i32.shl (local.get $inputs) (i32.const 2))))
            (local.set $v (i32.add (local.get $v) (i32.mul (local.get $inputs) (local.get $width))))
            (local.set $k (i32.sub (local.get $k) (i32.const 1)))
            (br_if $each (local.get $k)))
          (if (local.get $floor)
            (then
              (local.set $a0 (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a0)))
              (local.set $a1 (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a1)))
              (local.set $a2 (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a2)))
              (local.set $a3 (f32x4.pmax (v128.const i32x4 0 0 0 0) (local.get $a3)))))
          (local.set $r (i32.add (local.get $out) (local.get $b)))
          (v128.store (local.get $r) (local.get $a0))
          (v128.store offset=16 (local.get $r) (local.get $a1))
          (v128.store offset=32 (local.get $r) (local.get $a2))
          (v128.store offset=48 (local.get $r) (local.get $a3))
          (local.set $b (i32.add (local.get $b) (i32.const 64)))
          (br_if $blocks (i32.lt_u (local.get $b) (local.get $width))))
        (local.set $out (i32.add (local.get $out) (local.get $width)))
        (local.set $in (i32.add (local.get $in) (i32.shl (local.get $inputs) (i32.const 2))))
        (local.set $lists (i32.add (local.get $lists) (i32.add (i32.shl (local.get $inputs) (i32.const 2)) (i32.const 8))))
        (local.set $n (i32.sub (local.get $n) (i32.const 1)))
        (br $gaps))))

  ;; out[i][s] = the boundary before word i (0 for the first) + weights of `fields` rows + how start i and end i + s + 1 go together,
  ;; for each of `n` words and `longest` sizes; -infinity where a span would end behind the last word. A row of `parts`, `step`
  ;; bytes: boundary, start, end, of `role` bytes the latter two; `tie` has `role` bytes a size.
  (func (export "spans") (param $out i32) (param $parts i32) (param $rows i32) (param $n i32) (param $longest i32) (param $fields i32)
    (param $weights i32) (param $tie i32) (param $role i32) (param $step i32)
    (local $i i32) (local $s i32) (local $t i32) (local $k i32) (local $e i32) (local $w i32)
    (local $sum f32) (local $boundary f32)
    (local $a v128)
    (block $done
      (loop $words
        (br_if $done (i32.ge_u (local.get $i) (local.get $n)))
        (local.set $boundary (if (result f32) (local.get $i) (then (f32.load (local.get $parts))) (else (f32.const 0))))
        (local.set $s (i32.const 0))
        (local.set $w (local.get $tie))
        (local.set $e (i32.add (local.get $parts) (i32.add (local.get $role) (i32.const 4))))
        (loop $sizes
          (local.set $e (i32.add (local.get $e) (local.get $step)))
          (if (i32.gt_u (i32.add (i32.add (local.get $i) (local.get $s)) (i32.const 1)) (local.get $n))
            (then
              (f32.store (local.get $out) (f32.const -inf))
              (local.set $rows (i32.add (local.get $rows) (i32.shl (local.get $fields) (i32.const 2)))))
            (else
              (local.set $sum (local.get $boundary))
              (local.set $t (local.get $fields))
              (loop $each
                (local.set $sum (f32.add (local.get $sum) (f32.load (i32.add (local.get $weights) (i32.shl (i32.load (local.get $rows)) (i32.const 2))))))
                (local.set $rows (i32.add (local.get $rows) (i32.const 4)))
                (local.set $t (i32.sub (local.get $t) (i32.const 1)))
                (br_if $each (local.get $t)))
              (local.set $a (v128.const i32x4 0 0 0 0))
              (local.set $k (i32.const 0))
              (loop $both
                (local.set $a (f32x4.add (local.get $a) (f32x4.mul
                  (f32x4.mul (v128.load offset=4 (i32.add (local.get $parts) (local.get $k))) (v128.load (i32.add (local.get $w) (local.get $k))))
                  (v128.load (i32.add (local.get $e) (local.get $k))))))
                (local.set $k (i32.add (local.get $k) (i32.const 16)))
                (br_if $both (i32.lt_u (local.get $k) (local.get $role))))
              (f32.store (local.get $out) (f32.add (local.get $sum) (f32.add
                (f32.add (f32x4.extract_lane 0 (local.get $a)) (f32x4.extract_lane 1 (local.get $a)))
                (f32.add (f32x4.extract_lane 2 (local.get $a)) (f32x4.extract_lane 3 (local.get $a))))))))
          (local.set $w (i32.add (local.get $w) (local.get $role)))
          (local.set $out (i32.add (local.get $out) (i32.const 4)))
          (local.set $s (i32.add (local.get $s) (i32.const 1)))
          (br_if $sizes (i32.lt_u (local.get $s) (local.get $longest))))
        (local.set $parts (i32.add (local.get $parts) (local.get $step)))
        (local.set $i (i32.add (local.get $i) (i32.const 1)))
        (br $words)))))
