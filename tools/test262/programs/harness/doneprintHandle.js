function $DONE(error) {
  print(error === undefined ? 'Test262:AsyncTestComplete' : `Test262:AsyncTestFailure:${show(error)}`);
}
