// TransparencyLog tests
