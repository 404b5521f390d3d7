import Glibc

/// Repeats a system call that a signal interrupted (EINTR). `errno` is that of the last one.
@inlinable package func retrying<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}
