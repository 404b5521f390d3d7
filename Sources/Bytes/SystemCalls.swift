import Glibc

/// Repeats a system call that a signal interrupted (EINTR). `errno` is that of the last one.
@inlinable package func retrying<Value: SignedInteger>(_ call: () -> Value) -> Value {
  while true {
    let result = call()
    if result >= 0 || errno != EINTR { return result }
  }
}

/// Whether the system gives this process a thread more. The queues that work is spread over wait for
/// one without end.
package func canStartThread() -> Bool {
  var thread = pthread_t()
  guard pthread_create(&thread, nil, { _ in nil }, nil) == 0 else { return false }
  pthread_join(thread, nil)
  return true
}
